namespace FaeRealtime.Graphics.Lifetime;

/// <summary>Counts the GL objects that this library holds, over all contexts.</summary>
public static class GlObjects
{
    private static int _live;

    /// <summary>Textures, buffers, programs and the like that were created and not yet deleted (or abandoned with their context).</summary>
    public static int LiveCount => Volatile.Read(ref _live);

    internal static void Created() => Interlocked.Increment(ref _live);

    internal static void Deleted() => Interlocked.Decrement(ref _live);
}
