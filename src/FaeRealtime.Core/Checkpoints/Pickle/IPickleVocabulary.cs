using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>What the names in a pickle mean. Whatever a pickle wants that is not in a vocabulary becomes a <see cref="PicklePlaceholder"/>: nothing is looked up, loaded or called.</summary>
internal interface IPickleVocabulary
{
    /// <summary>A value that stands for a named class or function.</summary>
    /// <param name="module">Such as <c>torch._utils</c>.</param>
    /// <param name="name">Such as <c>_rebuild_tensor_v2</c>.</param>
    /// <returns>The value, or null when the vocabulary has no such name: it becomes a placeholder.</returns>
    object? Global(string module, string name);

    /// <summary>What a named function makes of its arguments.</summary>
    /// <param name="function">From <see cref="Global"/>, or any other value of the pickle that is no placeholder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The result; a placeholder where the arguments hold one that the result depends on.</returns>
    /// <exception cref="CheckpointException">The value is no function, or the arguments are not its.</exception>
    object? Call(object? function, PickleTuple arguments);

    /// <summary>The object that lies outside the pickle under an identity.</summary>
    /// <param name="identity">The identity.</param>
    /// <returns>The object, or a placeholder.</returns>
    /// <exception cref="CheckpointException">The identity contradicts itself, the file or another one.</exception>
    object? Persistent(object? identity);
}
