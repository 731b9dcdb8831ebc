using static TorchSharp.torch;

namespace TorchSharp.Dispatch;

/// <summary>PyTorch's indexing: slices, numbers and new axes are applied as views, one after the other; what is left are index tensors.</summary>
internal static class Indexing
{
    private static readonly Operator index = Operator.Get("aten::index", "Tensor");
    private static readonly Operator indexPut = Operator.Get("aten::index_put_");
    private static readonly Operator slice = Operator.Get("aten::slice", "Tensor");

    internal static Tensor Get(Tensor self, ReadOnlySpan<TensorIndex> indices)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor view = View(self, indices, out List<Tensor?> tensors);
        Tensor result = tensors.Count == 0 ? view : index.Call(view, Argument.List(tensors));
        return result.MoveToOuterDisposeScope();
    }

    internal static void Put(Tensor self, ReadOnlySpan<TensorIndex> indices, Tensor value, bool accumulate)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor view = View(self, indices, out List<Tensor?> tensors);
        if (tensors.Count > 0)
        {
            Tensor placed = value.device_type == view.device_type ? value : value.to(view.device);
            indexPut.CallInPlace(view, Argument.List(tensors), placed.to(view.dtype), accumulate);
        }
        else if (accumulate)
        {
            view.add_(value);
        }
        else
        {
            view.copy_(Squeezed(value, view));
        }
    }

    private static Tensor View(Tensor self, ReadOnlySpan<TensorIndex> indices, out List<Tensor?> tensors)
    {
        tensors = [];
        Tensor view = self.alias();
        long dim = 0;
        int consumed = Consumed(indices);
        foreach (ref readonly TensorIndex entry in indices)
        {
            switch (entry.Kind)
            {
                case TensorIndexKind.Slice:
                    view = slice.Call(view, dim++, entry.Start, entry.Stop, entry.Step ?? 1);
                    break;
                case TensorIndexKind.Single:
                    view = view.select(dim, entry.Start!.Value);
                    break;
                case TensorIndexKind.NewAxis:
                    view = view.unsqueeze(dim++);
                    break;
                case TensorIndexKind.Ellipsis:
                    dim += self.Dimensions - consumed;
                    break;
                default:
                    Tensor mask = entry.Mask ?? tensor(entry.Start == 1).to(view.device);
                    view = entry.Mask is null ? view.unsqueeze(dim) : view;
                    dim = Place(tensors, mask, dim);
                    break;
            }
        }
        return view;
    }

    // A mask of several dimensions indexes as many of them, a boolean scalar the axis that was made for it.
    private static long Place(List<Tensor?> tensors, Tensor mask, long dim)
    {
        while (tensors.Count < dim)
        {
            tensors.Add(null);
        }
        tensors.Add(mask.Dimensions == 0 && mask.dtype == ScalarType.Bool ? mask.unsqueeze(0) : mask);
        return dim + Span(mask);
    }

    private static long Span(Tensor mask) => mask.dtype is ScalarType.Bool or ScalarType.Byte ? Math.Max(1, mask.Dimensions) : 1;

    private static int Consumed(ReadOnlySpan<TensorIndex> indices)
    {
        long consumed = 0;
        foreach (ref readonly TensorIndex entry in indices)
        {
            consumed += entry.Kind switch
            {
                TensorIndexKind.Slice or TensorIndexKind.Single => 1,
                TensorIndexKind.Tensor => Span(entry.Mask!),
                _ => 0,
            };
        }
        return (int)consumed;
    }

    // Assignment drops leading axes of one, as x[0] = ones(1, 1, 3) does in PyTorch.
    private static Tensor Squeezed(Tensor value, Tensor target)
    {
        long[] shape = value.shape;
        int extra = shape.Length - (int)target.Dimensions;
        return extra > 0 && shape[..extra].All(size => size == 1) ? value.view(shape[extra..]) : value;
    }
}
