// How a conversation ends.

/**
 * How a conversation may end: idle, erased, left by the citizen, ended by the person who had it, or gone without a reason that is
 * known. What was said stays readable after a person has ended it, and after no other end.
 */
export type OverReason = "idle" | "erased" | "left" | "person" | "gone";

export interface Over {
  reason: OverReason;
  /** The service's own words about it, empty where it said none. */
  text: string;
  /** Whether something unsent waits in the draft of the next conversation. */
  kept: boolean;
}

/** Whether an end is one that the service tells of. */
export function isTold(reason: unknown): reason is "idle" | "erased" | "person" {
  return reason === "idle" || reason === "erased" || reason === "person";
}
