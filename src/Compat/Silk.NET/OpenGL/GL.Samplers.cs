namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<uint, uint*, void> _genSamplers;

    public void GenSamplers(uint count, uint* samplers) =>
        (_genSamplers != null ? _genSamplers : _genSamplers = (delegate* unmanaged<uint, uint*, void>)Load("glGenSamplers"))(count, samplers);

    private delegate* unmanaged<uint, uint*, void> _deleteSamplers;

    public void DeleteSamplers(uint count, uint* samplers) =>
        (_deleteSamplers != null ? _deleteSamplers : _deleteSamplers = (delegate* unmanaged<uint, uint*, void>)Load("glDeleteSamplers"))(count, samplers);

    private delegate* unmanaged<uint, uint, void> _bindSampler;

    public void BindSampler(uint unit, uint sampler) =>
        (_bindSampler != null ? _bindSampler : _bindSampler = (delegate* unmanaged<uint, uint, void>)Load("glBindSampler"))(unit, sampler);

    private delegate* unmanaged<uint, SamplerParameterI, int, void> _samplerParameteri;

    public void SamplerParameter(uint sampler, SamplerParameterI pname, int param) =>
        (_samplerParameteri != null ? _samplerParameteri : _samplerParameteri = (delegate* unmanaged<uint, SamplerParameterI, int, void>)Load("glSamplerParameteri"))(sampler, pname, param);

    public uint GenSampler()
    {
        uint name = 0;
        GenSamplers(1, &name);
        return name;
    }

    public void DeleteSampler(uint samplers) => DeleteSamplers(1, &samplers);
}
