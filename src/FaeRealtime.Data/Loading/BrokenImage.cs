namespace FaeRealtime.Data.Loading;

/// <summary>An image that training would skip.</summary>
/// <param name="Place">Its file, or its shard and its name there.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BrokenImage(string Place, string Reason);
