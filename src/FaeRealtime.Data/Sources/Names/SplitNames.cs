namespace FaeRealtime.Data.Sources.Names;

/// <summary>What the field calls the parts of a data set, in any case.</summary>
internal static class SplitNames
{
    private static readonly HashSet<string> Train = new(StringComparer.OrdinalIgnoreCase) { "train", "training" };
    private static readonly HashSet<string> HeldOut = new(StringComparer.OrdinalIgnoreCase) { "val", "valid", "validation", "test", "testing", "dev" };

    /// <summary>Whether a folder or a part of a shard's name stands for what is trained on.</summary>
    public static bool IsTrain(string name) => Train.Contains(name);

    /// <summary>Whether it stands for what training never sees.</summary>
    public static bool IsHeldOut(string name) => HeldOut.Contains(name);
}
