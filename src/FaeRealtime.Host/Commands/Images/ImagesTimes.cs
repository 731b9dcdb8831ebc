namespace FaeRealtime.Host.Images;

/// <summary>Milliseconds of each part; all but loading are means of one picture.</summary>
/// <param name="Load">Reading all networks, in sum.</param>
/// <param name="GenerateStep">One step of the sampler.</param>
/// <param name="Decode">The decoders and packing into bytes.</param>
/// <param name="Write">Encoding and writing the file.</param>
/// <param name="Total">The whole run, in sum.</param>
internal sealed record ImagesTimes(double Load, double GenerateStep, double Decode, double Write, double Total);
