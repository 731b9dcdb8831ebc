using FaeRealtime.Core.Noise;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Seeded damage: bytes changed, doubled, taken out, cut off or spliced in, and other digits in numbers.</summary>
internal sealed class Mutation(ulong seed)
{
    private static readonly byte[] Nasty = [0, 0xFF, 0x7F, 0x80, (byte)'"', (byte)'{', (byte)'}', (byte)'[', (byte)'\\', (byte)'/', (byte)'-', (byte)'9', (byte)'e', (byte)'\n', (byte)'%', 0xC3];
    private ulong _drawn;

    /// <summary>A whole number, 0 to below <paramref name="below"/>.</summary>
    public int Next(int below) => (int)PhiloxNoise.NextInt64(seed, 0x0F422, _drawn++, below);

    /// <summary>A damaged copy.</summary>
    public byte[] Of(byte[] sound)
    {
        var bytes = sound.ToList();
        for (var damages = 1 + (Next(2) * Next(4)); damages > 0; damages--)
        {
            var at = bytes.Count > 0 ? Next(bytes.Count) : 0;
            switch (Next(7))
            {
                case 0 when bytes.Count > 0:
                    bytes[at] ^= (byte)(1 << Next(8));
                    break;
                case 1 when bytes.Count > 0:
                    bytes[at] = Nasty[Next(Nasty.Length)];
                    break;
                case 2 when bytes.Count > 0:
                    bytes.RemoveRange(at, Math.Min(1 + Next(8), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Repeat(Nasty[Next(Nasty.Length)], 1 + Next(12)));
                    break;
                case 4 when bytes.Count > 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5 when bytes.FindIndex(at, value => char.IsAsciiDigit((char)value)) is >= 0 and var digit:
                    bytes[digit] = (byte)('0' + Next(10));
                    break;
                default:
                    bytes.InsertRange(at, [.. bytes.Take(Next(bytes.Count + 1))]);
                    break;
            }
        }

        return [.. bytes];
    }
}
