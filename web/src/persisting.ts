import type { Failure } from "./api";
import { delay, type Pause } from "./backoff";
import { type Answered, passes } from "./requests";

export interface Persistence {
  pause: Pause;
  /** The line is there, or is gone. */
  line(up: boolean): void;
  /** Whether the answer is still awaited. */
  wanted?(): boolean;
}

/** Ask until there is an answer that is no trouble of the line, or nobody wants one any more. */
export async function persist<Value, Trouble extends Failure>(
  ask: () => Promise<Answered<Value, Trouble>>,
  { pause, line, wanted = () => true }: Persistence,
): Promise<Answered<Value, Trouble>> {
  for (let failures = 1; ; failures++) {
    const result = await ask();
    if (!wanted()) return result;
    if (result.ok || !passes(result.failure)) {
      line(true);
      return result;
    }
    line(false);
    await pause.wait(delay(failures));
    if (!wanted()) return result;
  }
}
