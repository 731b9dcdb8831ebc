namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>An attribute that styles draw by a choice among variants, such as the mouth.</summary>
internal sealed record FaceAttribute
{
    /// <summary>The value where nothing is drawn.</summary>
    public const string None = "none";

    /// <summary>The attribute's name.</summary>
    public required string Name { get; init; }

    /// <summary>The palette that colours it, whose attribute is <see cref="None"/> where this is nothing or uncoloured; null without one.</summary>
    public string? Colour { get; init; }

    /// <summary>Every face has it.</summary>
    public bool Required { get; init; }

    /// <summary>Its values besides <see cref="None"/>.</summary>
    public required IReadOnlyList<Value> Values { get; init; }

    /// <summary>One of its values.</summary>
    /// <param name="name">The value.</param>
    /// <returns>Null for <see cref="None"/> and for an unknown one.</returns>
    public Value? Find(string name) => Values.FirstOrDefault(value => value.Name == name);

    /// <summary>A value and how it is said.</summary>
    public sealed record Value
    {
        /// <summary>The value.</summary>
        public required string Name { get; init; }

        /// <summary>Wordings; none where it is not worth a word.</summary>
        public required IReadOnlyList<string> Phrases { get; init; }

        /// <summary>Wordings that training never sees.</summary>
        public required IReadOnlyList<string> HeldOut { get; init; }

        /// <summary>Attributes that follow from it.</summary>
        public IReadOnlyDictionary<string, string> Also { get; init; } = new Dictionary<string, string>();

        /// <summary>The palette's colour does not show.</summary>
        public bool Uncoloured { get; init; }

        /// <summary>Attributes that cannot be seen beside it; their value becomes <c>hidden</c>.</summary>
        public IReadOnlyList<string> Hides { get; init; } = [];
    }
}
