namespace FaeRealtime.Host.Osc;

/// <summary>What a message does to a change.</summary>
/// <param name="message">The message.</param>
/// <param name="change">What its packet asks for so far.</param>
/// <exception cref="Core.Errors.ConfigException">Arguments of the wrong type, number or range.</exception>
internal delegate void OscHandler(OscMessage message, OscChange change);
