namespace FaeRealtime.Models.Checkpoints;

/// <summary>Whose files hold a normalizing flow (<see cref="Flows.StarFlow"/>, <see cref="Flows.TarFlow"/>).</summary>
public static class FlowLayouts
{
    /// <summary>apple/ml-starflow: the network's own keys. Its masks, rotary tables and variance are constants that nothing reads, and a file may lack them; a denoiser that was trained beside the flow is another network.</summary>
    /// <param name="blocks">Number of blocks.</param>
    public static IReadOnlyList<CheckpointLayout> StarFlow(int blocks) =>
    [
        CheckpointLayout.Exact with
        {
            Optional = ["var", "feat_rope.freqs_cos", "feat_rope.freqs_sin", .. Masks(blocks)],
            Ignored = ["learnable_self_denoiser."],
        },
    ];

    /// <summary>apple/ml-tarflow: the network's own keys; a file may lack the masks, which are constants.</summary>
    /// <param name="blocks">Number of blocks.</param>
    public static IReadOnlyList<CheckpointLayout> TarFlow(int blocks) => [CheckpointLayout.Exact with { Optional = [.. Masks(blocks)] }];

    private static IEnumerable<string> Masks(int blocks) => Enumerable.Range(0, blocks).Select(block => $"blocks.{block}.attn_mask");
}
