using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>Something that is made in a context, as one piece of work.</summary>
/// <param name="make">Makes it, on the context's thread.</param>
internal sealed class GlMaking<T>(Func<T> make) : IGlWork
{
    private T? _made;

    /// <summary>Makes it and waits for it.</summary>
    /// <param name="context">Where.</param>
    /// <param name="make">Makes it, on the context's thread.</param>
    public static T In(IGlContext context, Func<T> make)
    {
        var making = new GlMaking<T>(make);
        context.Run(making);
        return making._made!;
    }

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public GlPiece Advance(ulong patience)
    {
        _made = make();
        return GlPiece.Last;
    }
}
