using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Arrays;

/// <summary>The refusal of an array file that breaks its format.</summary>
internal static class ArrayFailure
{
    public static CheckpointException Damaged(string source, FormattableString what, Exception? cause = null) =>
        new($"Array {source} is damaged: {what.ToString(CultureInfo.InvariantCulture)}. Fetch or write it again.", cause);

    public static CheckpointException Damaged(string source, string what, Exception? cause = null) =>
        new($"Array {source} is damaged: {what}. Fetch or write it again.", cause);
}
