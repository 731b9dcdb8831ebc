namespace FaeRealtime.Models.Checkpoints;

/// <summary>Files of MMDiT networks: Stability AI's names, which are the network's own but for a SwiGLU's matrices.</summary>
public static class MMDiTLayouts
{
    /// <summary>What stands before every key in Stability AI's own files.</summary>
    public const string OfficialPrefix = "model.diffusion_model.";

    // One file may hold the autoencoder and the text encoders, too; REPA keeps its alignment heads beside the network.
    private static readonly string[] Others = ["first_stage_model.", "text_encoders.", "projectors."];

    /// <summary>The network's own keys.</summary>
    public static CheckpointLayout Own { get; } = CheckpointLayout.Exact with { Ignored = Others };

    /// <summary>Stability AI's and REPA's: a SwiGLU is silu(w1)·w3, then w2.</summary>
    public static CheckpointLayout Official { get; } = new()
    {
        Name = "SD3's MMDiT",
        Ignored = Others,
        Rules =
        [
            new("joint_blocks.{i}.{stream}.mlp.w12.weight", "joint_blocks.{i}.{stream}.mlp.w1.weight", "joint_blocks.{i}.{stream}.mlp.w3.weight"),
            new("joint_blocks.{i}.{stream}.mlp.w3.weight", "joint_blocks.{i}.{stream}.mlp.w2.weight"),
        ],
    };

    /// <summary>The same as Stability AI's own code reads them: under <see cref="OfficialPrefix"/>.</summary>
    public static CheckpointLayout OfficialPrefixed { get; } = Official with { Prefix = OfficialPrefix };

    /// <summary>Both; a file's own is found by its keys and shapes.</summary>
    public static IReadOnlyList<CheckpointLayout> All { get; } = [Own, Official];
}
