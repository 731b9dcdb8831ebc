using System.Diagnostics.Metrics;

namespace FaeRealtime.Live.Frames;

/// <summary>The process's metrics of live sessions, meter <c>FaeRealtime.Live</c>, in milliseconds. Without a listener a record costs nothing.</summary>
internal static class SessionMeter
{
    private const string Unit = "ms";
    private static readonly Meter Meter = new("FaeRealtime.Live");

    public static Histogram<double> Generate { get; } = Meter.CreateHistogram<double>("fae.generate", Unit, "Generator time of a finished latent.");

    public static Histogram<double> Decode { get; } = Meter.CreateHistogram<double>("fae.decode", Unit, "Decoder time of a frame, pixels packed.");

    public static Histogram<double> Upload { get; } = Meter.CreateHistogram<double>("fae.upload", Unit, "Time to hand a frame to the texture.");

    public static Histogram<double> Present { get; } = Meter.CreateHistogram<double>("fae.present", Unit, "Time to draw and show a frame.");

    public static Histogram<double> Latency { get; } = Meter.CreateHistogram<double>("fae.latency", Unit, "From reading the parameters to the shown frame.");
}
