using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Data.Caches;

/// <summary>How posteriors lie in a cache file: a header, then for each view its means and its log-variances, tokens × channels each.</summary>
/// <param name="Key">Hash of everything that the values depend on.</param>
/// <param name="Views">Views in all.</param>
/// <param name="Tokens">Tokens a view.</param>
/// <param name="Channels">Latent channels.</param>
/// <param name="Storage">Precision of the values.</param>
internal sealed record LatentLayout(string Key, int Views, int Tokens, int Channels, LatentStorage Storage)
{
    /// <summary>Bytes of the header: one page, so that values are aligned.</summary>
    public const int HeaderBytes = 4096;

    /// <summary>Where, at the end of the header, the number of finished views stands, int64.</summary>
    public const int CountOffset = HeaderBytes - sizeof(long);

    /// <summary>Means or log-variances of a view.</summary>
    public int Values => Tokens * Channels;

    /// <summary>Bytes of a view.</summary>
    public long RecordBytes => 2L * Values * (Storage == LatentStorage.F16 ? 2 : 4);

    /// <summary>Bytes of a finished file.</summary>
    public long FileBytes => HeaderBytes + (Views * RecordBytes);

    /// <summary>Where a view's bytes begin.</summary>
    public long Offset(long view) => HeaderBytes + (view * RecordBytes);

    /// <summary>The header without its count: a line of text, filled with zeros.</summary>
    public byte[] Header()
    {
        var header = new byte[CountOffset];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"fae latents 1 key {Key} views {Views} tokens {Tokens} channels {Channels} {Storage}\n"), header);
        return header;
    }
}

/// <summary>Precision of cached posteriors.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LatentStorage>))]
public enum LatentStorage
{
    /// <summary>Half precision: half the size, relative rounding 5e-4.</summary>
    F16,

    /// <summary>Single precision.</summary>
    F32,
}
