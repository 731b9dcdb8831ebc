namespace FaeRealtime.Testing.Ranks;

/// <summary>How a scene on several ranks ended.</summary>
/// <typeparam name="T">What each rank returns.</typeparam>
/// <param name="ExitCode">The launcher's.</param>
/// <param name="Error">What all printed on stderr.</param>
/// <param name="Elapsed">From the start to the end of the last.</param>
/// <param name="Results">By rank; the default where one did not get to its end.</param>
public sealed record RankOutcome<T>(int ExitCode, string Error, TimeSpan Elapsed, IReadOnlyList<T?> Results);
