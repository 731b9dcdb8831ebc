namespace FaeRealtime.Sampling.Flow;

/// <summary>One step of a plan, from time <paramref name="T"/> to time <paramref name="R"/>.</summary>
/// <param name="T">Where the step starts, in (0, 1]; 1 is noise.</param>
/// <param name="R">Where it ends, in [0, T); 0 is data.</param>
/// <param name="Guidance">The classifier-free guidance scale at this step; 1 is none.</param>
public readonly record struct FlowStep(double T, double R, double Guidance);
