namespace FaeRealtime.Host.Content;

/// <summary>One file of weights.</summary>
/// <param name="File">Its name.</param>
/// <param name="Parameters">Values in it.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record WeightFile(string File, long Parameters, long Bytes);
