namespace FaeRealtime.Live.Parameters;

/// <summary>Tells an editor that the records of a list stand one after another in time, and what else belongs to them.</summary>
/// <param name="Length">The member of a record that says how far the next one is.</param>
/// <param name="Closed">Path of the switch by which the last record leads to the first.</param>
/// <param name="Plays">Path of the choice that plays the list.</param>
/// <param name="PlaysAs">The value of that choice.</param>
/// <param name="Speed">Path of the number by which lengths pass in a second.</param>
/// <param name="Add">The action that adds a record where the list stands.</param>
internal sealed record TimelineHint(string Length, string Closed, string Plays, string PlaysAs, string Speed, string Add);
