"""The network of multilingual-e5-small as ONNX graphs that count in whole numbers: from pieces to their numbers.

Each piece is rounded by its own largest number: beside a few very large ones nothing would be left of the others, and
so a text has the same numbers whichever texts are computed together with it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.understanding.e5_weights import E5Weights

# What the graphs take and give, each of the shape (texts, pieces, hidden).
EMBEDDED, LOWER, MIDDLE, LAST = "embedded", "lower", "middle", "last"
# After so many of the layers a piece's numbers say as much about whether a question begins with it as after any other.
_LOWER_LAYERS = 6
# What a text means as a whole is told by these, by the lower ones and by all: more layers tell no more.
_MIDDLE_LAYERS = 8

_OPSET, _IR, _MORE_OPERATORS = 17, 9, "com.microsoft"
# Seven bits: where a processor lacks instructions for whole numbers, sums of two products of eight bits would overflow,
# and the same text would have another vector there.
_HIGHEST = 63
# A piece's numbers become 1 to 255; 128 is nought.
_LARGEST, _NOUGHT = 127, 128


def lower(weights: E5Weights) -> bytes:
    """The graph of the first layers for ONNX Runtime: EMBEDDED gives LOWER."""
    graph = _Graph(weights)
    first = graph.normed(EMBEDDED, "emb.ln")
    return graph.finished(EMBEDDED, {LOWER: graph.layers(first, range(_LOWER_LAYERS))})


def upper(weights: E5Weights) -> bytes:
    """The graph of the other layers: LOWER gives MIDDLE, after _MIDDLE_LAYERS, and LAST, after all of them."""
    graph = _Graph(weights)
    middle = graph.layers(LOWER, range(_LOWER_LAYERS, _MIDDLE_LAYERS))
    last = graph.layers(middle, range(_MIDDLE_LAYERS, weights.sizes.layers))
    return graph.finished(LOWER, {MIDDLE: middle, LAST: last})


class _Graph:
    """Nodes in the order in which they are computed; a value is known by its name."""

    def __init__(self, weights: E5Weights) -> None:
        self._weights = weights
        self._sizes = weights.sizes
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._scale = self._constant("scale", np.float32(1 / _LARGEST))
        self._nought = self._constant("nought", np.uint8(_NOUGHT))

    def normed(self, value: str, norm: str) -> str:
        """Each piece brought to size."""
        return self._node("LayerNormalization", value, *self._norm(norm), epsilon=self._sizes.epsilon, axis=-1)

    def layers(self, value: str, numbers: range) -> str:
        """Layers, one behind the other: what the last gives."""
        for number in numbers:
            layer = f"l{number}"
            value = self._added(value, self._attention(value, layer), layer, "ao", "aln")
            bent = self._more("BiasGelu", self._product(value, layer, "fi"), self._bias(layer, "fi"))
            value = self._added(value, self._product(bent, layer, "fo"), layer, "fo", "oln")
        return value

    def finished(self, given: str, wanted: dict[str, str]) -> bytes:
        """The graph that makes of `given` the values of `wanted`, by their names there, as ONNX writes it."""
        shape: list[str | int | None] = ["texts", "pieces", self._sizes.hidden]
        for name, value in wanted.items():
            self._nodes.append(helper.make_node("Identity", [value], [name]))
        inputs, outputs = (
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]
            for names in ([given], wanted)
        )
        graph = helper.make_graph(self._nodes, "e5", inputs, outputs, self._constants)
        operators = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MORE_OPERATORS, 1)]
        model = helper.make_model(graph, opset_imports=operators)
        model.ir_version = _IR
        return bytes(model.SerializeToString(deterministic=True))

    def _attention(self, value: str, layer: str) -> str:
        """What each piece takes from the others, without the bias of the last product."""
        asked = [f"{layer}.{name}" for name in ("asks", "answers", "gives")]
        self._nodes.append(helper.make_node("Split", [self._product(value, layer, "q", "k", "v")], asked, axis=-1))
        seen = self._more("MultiHeadAttention", *asked, self._bias(layer, "q", "k", "v"), num_heads=self._sizes.heads)
        return self._product(seen, layer, "ao")

    def _product(self, value: str, layer: str, *names: str) -> str:
        """`value` times the matrices of these names, side by side; each of their columns is rounded for itself."""
        width = self._sizes.inner if names == ("fo",) else self._sizes.hidden
        matrix = np.concatenate([self._weights.matrix(f"{layer}.{name}.w", width).T for name in names], axis=1)
        scales = np.abs(matrix).max(axis=0) / _HIGHEST
        name = f"{layer}.{''.join(names)}"
        rounded = self._constant(f"{name}.w", np.round(matrix / scales).astype(np.int8))
        sizes = self._node("ReduceMax", self._node("Abs", value), axes=[-1], keepdims=1)
        whole = self._node("QuantizeLinear", self._node("Div", value, sizes), self._scale, self._nought)
        # The empty one: the matrix is symmetric around 0.
        factors = (whole, rounded, self._scale, self._constant(f"{name}.scale", scales), self._nought, "")
        return self._node("Mul", self._more("MatMulIntegerToFloat", *factors), sizes)

    def _added(self, value: str, more: str, layer: str, product: str, norm: str) -> str:
        """The sum of both and the product's bias, brought to size."""
        arguments = (more, value, *self._norm(f"{layer}.{norm}"), self._bias(layer, product))
        return self._more("SkipLayerNormalization", *arguments, epsilon=self._sizes.epsilon)

    def _bias(self, layer: str, *names: str) -> str:
        biases = [self._weights.numbers(f"{layer}.{name}.b") for name in names]
        return self._constant(f"{layer}.{''.join(names)}.b", np.concatenate(biases))

    def _norm(self, name: str) -> tuple[str, str]:
        weight, bias = f"{name}.w", f"{name}.b"
        return self._constant(weight, self._weights.numbers(weight)), self._constant(bias, self._weights.numbers(bias))

    def _constant(self, name: str, numbers: NDArray[Any] | np.generic) -> str:
        self._constants.append(numpy_helper.from_array(np.asarray(numbers, order="C"), name))
        return name

    def _more(self, operator: str, *arguments: str, **attributes: Any) -> str:
        return self._node(operator, *arguments, domain=_MORE_OPERATORS, **attributes)

    def _node(self, operator: str, *arguments: str, **attributes: Any) -> str:
        result = f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, arguments, [result], **attributes))
        return result
