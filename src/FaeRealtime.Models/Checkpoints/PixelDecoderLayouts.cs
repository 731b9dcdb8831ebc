namespace FaeRealtime.Models.Checkpoints;

/// <summary>Whose files hold a pixel decoder (<see cref="Autoencoder.PixelDecoder"/>).</summary>
public static class PixelDecoderLayouts
{
    /// <summary>bytetriper/RAE's GeneralDecoder (HF ViT-MAE's names).</summary>
    public static CheckpointLayout Rae { get; } = new()
    {
        Name = "RAE GeneralDecoder",
        Ignored = ["encoder."],
        Rules =
        [
            new("cls_token", "trainable_cls_token"),
            new("pos_embed", "decoder_pos_embed"),
            new("proj_in.{p}", "decoder_embed.{p}"),
            .. HuggingFaceBlocks.Vit("decoder_layers.{i}"),
            new("norm.{p}", "decoder_norm.{p}"),
            new("proj_out.{p}", "decoder_pred.{p}"),
        ],
    };

    /// <summary>Every family; a file's own is found by its keys.</summary>
    public static IReadOnlyList<CheckpointLayout> All { get; } = [CheckpointLayout.Exact, Rae];
}
