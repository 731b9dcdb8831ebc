using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of HF's T5 encoder, version 1.1: buckets of relative positions, their bias, every hidden state, with a mask and without.</summary>
internal static class T5Parity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var encoder = T5Encoder.Load(Config(golden), golden.WeightsPath, golden.Device);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        golden.Compare("rel_buckets", encoder.Bucket(golden.Input("rel_positions"))); // [N]
        var (ids, mask) = (golden.Input("input_ids"), golden.Input("attention_mask")); // [B, L] each
        golden.Compare("position_bias", encoder.PositionBias(ids.size(1))); // [1, H, L, L]
        var states = encoder.Hidden(ids, mask);
        for (var i = 0; i < states.Count; i++)
        {
            golden.Compare($"masked.hidden_state{i}", states[i]); // [B, L, D]
        }

        golden.Compare("masked.last_hidden_state", encoder.Encode(ids, mask)); // [B, L, D]
        golden.Compare("nomask.last_hidden_state", encoder.Encode(ids)); // [B, L, D]
        return golden.Finish();
    }

    private static T5Config Config(GoldenCase golden)
    {
        var c = golden.Member("config");
        int Number(string name) => c.GetProperty(name).GetInt32();
        return new T5Config
        {
            Vocabulary = Number("vocab_size"),
            Width = Number("d_model"),
            Depth = Number("num_layers"),
            Heads = Number("num_heads"),
            HeadWidth = Number("d_kv"),
            Hidden = Number("d_ff"),
            Buckets = Number("relative_attention_num_buckets"),
            MaximumDistance = Number("relative_attention_max_distance"),
        };
    }
}
