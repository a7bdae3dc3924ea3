"""The network of multilingual-e5-small as two ONNX graphs that count in whole numbers: from pieces to their means."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.understanding.e5_weights import E5Weights

EMBEDDED, STATES, POOLED = "embedded", "states", "pooled"
# Of so many layers one has its mean over the pieces given, the last one among them.
_ONE_MEAN_IN = 2
# After so many of the layers a piece's numbers say as much about whether a question begins with it as after any other.
_LOWER_LAYERS = 6

_OPSET, _IR, _MORE_OPERATORS = 17, 9, "com.microsoft"
# Seven bits: where a processor lacks instructions for whole numbers, sums of two products of eight bits would overflow,
# and the same text would have another vector there.
_HIGHEST = 63


def lower(weights: E5Weights) -> bytes:
    """The graph of the first layers for ONNX Runtime: EMBEDDED gives STATES, both of the shape (1, pieces, hidden), and
    POOLED, the means over the pieces after every second of these layers, the latest first.
    """
    graph = _Graph(weights)
    states, means = graph.layers(graph.start(EMBEDDED), range(_LOWER_LAYERS))
    return graph.finished(EMBEDDED, {STATES: states, POOLED: graph.joined(means)})


def upper(weights: E5Weights) -> bytes:
    """The graph of the other layers: STATES gives POOLED, the means over the pieces after every second of them, the
    latest first, and last the largest number of any piece after the last layer.
    """
    graph = _Graph(weights)
    value, means = graph.layers(STATES, range(_LOWER_LAYERS, weights.sizes.layers))
    return graph.finished(STATES, {POOLED: graph.joined([*means, graph.largest(value)])})


class _Graph:
    """Nodes in the order in which they are computed; a value is known by its name."""

    def __init__(self, weights: E5Weights) -> None:
        self._weights = weights
        self._sizes = weights.sizes
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        # A value is rounded once, whatever is multiplied with it.
        self._rounded: dict[str, tuple[str, str, str]] = {}

    def start(self, embedded: str) -> str:
        """What the first layer reads."""
        return self._node("LayerNormalization", embedded, *self._norm("emb.ln"), epsilon=self._sizes.epsilon, axis=-1)

    def layers(self, value: str, numbers: range) -> tuple[str, list[str]]:
        """Layers, one behind the other: what the last gives, and the means that are kept, the latest first."""
        hidden, inner = self._sizes.hidden, self._sizes.inner
        means: list[str] = []
        for number in numbers:
            layer = f"l{number}"
            asked = [self._product(value, f"{layer}.{name}", hidden) for name in "qkv"]
            seen = self._node("MultiHeadAttention", *asked, domain=_MORE_OPERATORS, num_heads=self._sizes.heads)
            value = self._added(value, self._product(seen, f"{layer}.ao", hidden), f"{layer}.aln")
            bent = self._node("Gelu", self._product(value, f"{layer}.fi", hidden), domain=_MORE_OPERATORS)
            value = self._added(value, self._product_by_rows(bent, f"{layer}.fo", inner), f"{layer}.oln")
            if (self._sizes.layers - 1 - number) % _ONE_MEAN_IN == 0:
                means.insert(0, self._node("ReduceMean", value, axes=[1], keepdims=0))
        return value, means

    def largest(self, value: str) -> str:
        """The largest numbers of any piece."""
        return self._node("ReduceMax", value, axes=[1], keepdims=0)

    def joined(self, values: list[str]) -> str:
        """Values behind each other."""
        return self._node("Concat", *values, axis=1)

    def finished(self, given: str, wanted: dict[str, str]) -> bytes:
        """The graph that makes of `given` the values of `wanted`, by their names there, as ONNX writes it."""
        of_pieces: list[str | int | None] = [1, "pieces", self._sizes.hidden]
        for name, value in wanted.items():
            self._nodes.append(helper.make_node("Identity", [value], [name]))
        inputs = [helper.make_tensor_value_info(given, TensorProto.FLOAT, of_pieces)]
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, of_pieces if name == STATES else [1, None])
            for name in wanted
        ]
        graph = helper.make_graph(self._nodes, "e5", inputs, outputs, self._constants)
        operators = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MORE_OPERATORS, 1)]
        model = helper.make_model(graph, opset_imports=operators)
        model.ir_version = _IR
        return bytes(model.SerializeToString(deterministic=True))

    def _product(self, value: str, name: str, width: int) -> str:
        """`value` times the matrix of that name plus its bias; each column of the matrix is rounded for itself."""
        whole = self._whole(value)
        arguments = self._times(whole, name, width)
        return self._node(*arguments, self._bias(name), domain=_MORE_OPERATORS)

    def _product_by_rows(self, value: str, name: str, width: int) -> str:
        """The same where a few rows are so large that nothing would be left of the others: each is brought to size."""
        sizes = self._node("ReduceMax", self._node("Abs", value), axes=[-1], keepdims=1)
        whole = self._whole(self._node("Div", value, sizes))
        product = self._node(*self._times(whole, name, width), domain=_MORE_OPERATORS)
        return self._node("Add", self._node("Mul", product, sizes), self._bias(name))

    def _times(self, whole: tuple[str, str, str], name: str, width: int) -> tuple[str, ...]:
        matrix = self._weights.matrix(f"{name}.w", width).T
        scales = np.abs(matrix).max(axis=0) / _HIGHEST
        rounded = self._constant(f"{name}.w", np.round(matrix / scales).astype(np.int8))
        value, scale, zero = whole
        # The last, empty one: the matrix is symmetric around 0.
        return "MatMulIntegerToFloat", value, rounded, scale, self._constant(f"{name}.scale", scales), zero, ""

    def _whole(self, value: str) -> tuple[str, str, str]:
        if value not in self._rounded:
            names = (f"{value}.whole", f"{value}.scale", f"{value}.zero")
            self._nodes.append(helper.make_node("DynamicQuantizeLinear", [value], names))
            self._rounded[value] = names
        return self._rounded[value]

    def _bias(self, name: str) -> str:
        return self._constant(f"{name}.b", self._weights.numbers(f"{name}.b"))

    def _added(self, value: str, more: str, norm: str) -> str:
        arguments = (more, value, *self._norm(norm))
        return self._node("SkipLayerNormalization", *arguments, domain=_MORE_OPERATORS, epsilon=self._sizes.epsilon)

    def _norm(self, name: str) -> tuple[str, str]:
        weight, bias = f"{name}.w", f"{name}.b"
        return self._constant(weight, self._weights.numbers(weight)), self._constant(bias, self._weights.numbers(bias))

    def _constant(self, name: str, numbers: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(numbers), name))
        return name

    def _node(self, operator: str, *arguments: str, **attributes: Any) -> str:
        result = f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, arguments, [result], **attributes))
        return result
