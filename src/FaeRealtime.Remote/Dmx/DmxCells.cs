namespace FaeRealtime.Remote.Dmx;

/// <summary>How a picture is divided into lights.</summary>
/// <param name="Columns">From the left.</param>
/// <param name="Rows">From the top.</param>
public sealed record DmxCells(int Columns, int Rows);
