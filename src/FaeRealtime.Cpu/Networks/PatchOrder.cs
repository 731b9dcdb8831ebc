namespace FaeRealtime.Cpu.Networks;

/// <summary>The two ways between a latent and its patch vectors.</summary>
internal static class PatchOrder
{
    /// <summary>Cuts into patches, each a vector in the order (channel, row, column) of a convolution kernel.</summary>
    /// <param name="latent"><c>[C, S, S]</c>.</param>
    /// <param name="tokens">Receives <c>[(S/p)², C·p·p]</c>.</param>
    /// <param name="channels">C.</param>
    /// <param name="side">S.</param>
    /// <param name="patch">p.</param>
    public static void Cut(ReadOnlySpan<float> latent, Span<float> tokens, int channels, int side, int patch)
    {
        var (grid, values) = (side / patch, channels * patch * patch);
        for (int i = 0, channel = 0; channel < channels; channel++)
        {
            for (var y = 0; y < side; y++)
            {
                var row = y / patch * grid * values;
                var inside = ((channel * patch) + (y % patch)) * patch;
                for (var x = 0; x < side; x++)
                {
                    tokens[row + (x / patch * values) + inside + (x % patch)] = latent[i++];
                }
            }
        }
    }

    /// <summary>Joins patch vectors in the order (row, column, channel), as DiT's final layer gives them.</summary>
    /// <param name="tokens"><c>[(S/p)², p·p·Cₒ]</c>.</param>
    /// <param name="latent">Receives <c>[C, S, S]</c>.</param>
    /// <param name="channels">C, the first of Cₒ.</param>
    /// <param name="outputs">Cₒ.</param>
    /// <param name="side">S.</param>
    /// <param name="patch">p.</param>
    public static void Join(ReadOnlySpan<float> tokens, Span<float> latent, int channels, int outputs, int side, int patch)
    {
        var (grid, values) = (side / patch, outputs * patch * patch);
        for (int i = 0, channel = 0; channel < channels; channel++)
        {
            for (var y = 0; y < side; y++)
            {
                var row = y / patch * grid * values;
                var inside = y % patch * patch * outputs;
                for (var x = 0; x < side; x++)
                {
                    latent[i++] = tokens[row + (x / patch * values) + inside + (x % patch * outputs) + channel];
                }
            }
        }
    }
}
