namespace FaeRealtime.Host.Output.Notes;

/// <summary>Several pictures in one file.</summary>
/// <param name="Columns">Pictures a row.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Seeds">Their seeds, row by row, as <c>--seeds</c> takes them; places may be left over.</param>
internal sealed record GridNotes(int Columns, int Rows, string Seeds);
