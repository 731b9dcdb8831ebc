namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>The functions and classes that a state dict's pickle calls. None of them exists here as code: each stands for what it would make.</summary>
internal enum TorchFunction
{
    /// <summary><c>collections.OrderedDict()</c>, or of a list of pairs.</summary>
    OrderedDictionary,

    /// <summary><c>torch.Size((…))</c>: a tuple.</summary>
    Size,

    /// <summary><c>set([…])</c>, <c>frozenset([…])</c>.</summary>
    Set,

    /// <summary><c>torch._utils._rebuild_tensor</c>(storage, offset, size, stride) and <c>_v2</c>, which adds (requires_grad, hooks[, metadata]).</summary>
    Tensor,

    /// <summary><c>_rebuild_tensor_v3</c>: as v2 with a dtype over an untyped storage, before the metadata.</summary>
    TypedTensor,

    /// <summary><c>_rebuild_parameter</c>(tensor, requires_grad, hooks).</summary>
    Parameter,
}
