using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Layers;

public sealed class PatchGridTests
{
    [Fact]
    public void Unpatchify_OfPatchifyInItsOrder_IsThePicture()
    {
        var x = Noise.Normal(1, 2, 3, 6, 4);

        var patches = PatchGrid.Patchify(x, 2); // [2, 6, 3·2·2], channel first
        var reordered = patches.reshape(2, 6, 3, 4).permute(0, 1, 3, 2).reshape(2, 6, 12); // channel last

        Assert.Equal(0, Noise.MaxDifference(x, PatchGrid.Unpatchify(reordered, 2, 3)));
    }

    [Fact]
    public void PatchEmbed_AnyPatch_EqualsTheConvolution()
    {
        using var embed = new PatchEmbed(3, 5, 2);
        var x = Noise.Normal(2, 2, 3, 6, 4);
        var state = embed.state_dict();

        var convolved = nn.functional.conv2d(x, state["proj.weight"], state["proj.bias"], strides: [2, 2]).flatten(2).transpose(1, 2);

        Assert.True(Noise.MaxDifference(convolved, embed.forward(x)) < 1e-5);
    }
}
