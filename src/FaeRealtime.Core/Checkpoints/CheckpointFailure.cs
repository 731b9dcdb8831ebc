using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>The two ways to refuse a checkpoint, in the same words for every format.</summary>
internal static class CheckpointFailure
{
    /// <summary>The file breaks its format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is wrong, with the values.</param>
    /// <param name="cause">The exception behind it.</param>
    public static CheckpointException Damaged(string path, FormattableString what, Exception? cause = null) =>
        new($"Checkpoint {path} is damaged: {what.ToString(CultureInfo.InvariantCulture)}. Fetch or write it again.", cause);

    /// <summary>The file may be well-formed, but asks for what is never done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it asks for, by name.</param>
    public static CheckpointException Refused(string path, FormattableString what) =>
        new($"Checkpoint {path} is refused: {what.ToString(CultureInfo.InvariantCulture).TrimEnd('.')}. A checkpoint may hold tensors, numbers, strings, lists, tuples and dictionaries; save `state_dict()` alone.");
}
