using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Modules;

/// <summary>A convolution written out from its definition.</summary>
internal static class DirectConvolution
{
    internal static Tensor Of(Tensor x, Conv2d layer)
    {
        using IDisposable guard = no_grad();
        (long stride, long padding, long dilation) = (layer.stride[0], layer.padding![0], layer.dilation[0]);
        long height = ((x.size(2) + (2 * padding) - (dilation * (layer.kernel_size[0] - 1)) - 1) / stride) + 1;
        long width = ((x.size(3) + (2 * padding) - (dilation * (layer.kernel_size[1] - 1)) - 1) / stride) + 1;
        Tensor result = zeros([x.size(0), layer.out_channels, height, width]);
        for (long b = 0; b < x.size(0); b++)
        {
            for (long o = 0; o < layer.out_channels; o++)
            {
                for (long i = 0; i < height * width; i++)
                {
                    result[b, o, i / width, i % width] = tensor(At(x, layer, b, o, (i / width * stride) - padding, (i % width * stride) - padding));
                }
            }
        }

        return result;
    }

    private static float At(Tensor x, Conv2d layer, long b, long o, long top, long left)
    {
        long share = layer.in_channels / layer.groups;
        long first = o / (layer.out_channels / layer.groups) * share;
        double sum = layer.bias![o].item<float>();
        for (long c = 0; c < share; c++)
        {
            for (long k = 0; k < layer.kernel_size[0] * layer.kernel_size[1]; k++)
            {
                (long ky, long kx) = (k / layer.kernel_size[1], k % layer.kernel_size[1]);
                (long row, long column) = (top + (ky * layer.dilation[0]), left + (kx * layer.dilation[1]));
                if (row >= 0 && column >= 0 && row < x.size(2) && column < x.size(3))
                {
                    sum += x[b, first + c, row, column].item<float>() * layer.weight[o, c, ky, kx].item<float>();
                }
            }
        }

        return (float)sum;
    }
}
