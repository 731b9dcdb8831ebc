namespace FaeRealtime.Data.Loading;

/// <summary>A picture that training would skip.</summary>
/// <param name="Place">Its file, or its shard and its name there.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BrokenPicture(string Place, string Reason);
