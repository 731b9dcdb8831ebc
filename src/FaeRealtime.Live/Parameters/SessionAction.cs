using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime;

/// <summary>What a key, a button or a message does that is more than setting one value.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SessionAction>))]
public enum SessionAction
{
    /// <summary>Pauses or resumes.</summary>
    Pause,

    /// <summary>Takes a new seed.</summary>
    NewSeed,

    /// <summary>Stands still at the nearest seed of the grid.</summary>
    Snap,

    /// <summary>Takes the next class; after the last, a random one for every key.</summary>
    NextClass,

    /// <summary>Takes the class before; before the first, a random one for every key.</summary>
    PreviousClass,

    /// <summary>Closes the path, or opens it.</summary>
    Loop,

    /// <summary>Adds what is shown to the keyframes: where the timeline stands while it plays, else at its end.</summary>
    AddKeyframe,

    /// <summary>Taps the tempo.</summary>
    Tap,

    /// <summary>Makes the picture black, or not.</summary>
    Blackout,

    /// <summary>Goes back to how the session started.</summary>
    Reset,

    /// <summary>Takes the last change back.</summary>
    Undo,

    /// <summary>Makes the change again that was taken back.</summary>
    Redo,
}
