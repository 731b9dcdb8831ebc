using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Modules;

/// <summary>One of everything that registration by field has to name.</summary>
internal sealed class Mixed : nn.Module<Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Tensor table;
    private readonly Parameter gain;
    private readonly ModuleList<Linear> layers;
    private readonly Sequential tail;
    [ComponentName(Name = "renamed")]
    private readonly LayerNorm norm;
    private readonly Linear? absent;

    public Mixed()
        : base(nameof(Mixed))
    {
        first = nn.Linear(3, 4);
        table = arange(2L);
        gain = new Parameter(ones([4]));
        layers = new ModuleList<Linear>(nn.Linear(4, 4, hasBias: false), nn.Linear(4, 4));
        tail = nn.Sequential(nn.SiLU(), nn.Linear(4, 2));
        norm = nn.LayerNorm(4);
        absent = null;
        RegisterComponents();
    }

    public Linear First => first;

    public Parameter Gain => gain;

    public Tensor Table => table;

    public bool Absent => absent is null;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = first.call(input).mul(gain);
        foreach (Linear layer in layers)
        {
            x = layer.call(x);
        }

        return tail.call(norm.call(x)).MoveToOuterDisposeScope();
    }
}
