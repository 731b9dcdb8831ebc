using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Parity;

/// <summary>A deterministic sampling run that a golden case of SiT or LightningDiT recorded, from <c>ode.z</c> with <c>ode.y</c>.</summary>
/// <param name="Name">What its tensors' names begin with.</param>
/// <param name="Plan">The steps.</param>
/// <param name="Guided">Whether the batch holds every picture twice, with its class and with the null label; else the first half runs alone.</param>
/// <param name="Rule">What its states are held to.</param>
internal sealed record OfficialRun(string Name, SamplingPlan Plan, bool Guided, ParityRule Rule);

/// <summary>A guided answer that a golden case recorded.</summary>
/// <param name="Name">The answer, <c>[2B, C, h, w]</c>.</param>
/// <param name="Input">The state, as large.</param>
/// <param name="Labels"><c>[2B]</c>: classes, then null labels.</param>
/// <param name="OfficialTime">0 is noise.</param>
/// <param name="Scale">The guidance scale; 1 is none.</param>
internal sealed record OfficialGuidance(string Name, string Input, string Labels, double OfficialTime, double Scale);
