namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<int, float, void> _uniform1f;

    public void Uniform1(int location, float v0) =>
        (_uniform1f != null ? _uniform1f : _uniform1f = (delegate* unmanaged<int, float, void>)Load("glUniform1f"))(location, v0);

    private delegate* unmanaged<int, float, float, void> _uniform2f;

    public void Uniform2(int location, float v0, float v1) =>
        (_uniform2f != null ? _uniform2f : _uniform2f = (delegate* unmanaged<int, float, float, void>)Load("glUniform2f"))(location, v0, v1);

    private delegate* unmanaged<int, float, float, float, void> _uniform3f;

    public void Uniform3(int location, float v0, float v1, float v2) =>
        (_uniform3f != null ? _uniform3f : _uniform3f = (delegate* unmanaged<int, float, float, float, void>)Load("glUniform3f"))(location, v0, v1, v2);

    private delegate* unmanaged<int, float, float, float, float, void> _uniform4f;

    public void Uniform4(int location, float v0, float v1, float v2, float v3) =>
        (_uniform4f != null ? _uniform4f : _uniform4f = (delegate* unmanaged<int, float, float, float, float, void>)Load("glUniform4f"))(location, v0, v1, v2, v3);

    private delegate* unmanaged<int, int, void> _uniform1i;

    public void Uniform1(int location, int v0) =>
        (_uniform1i != null ? _uniform1i : _uniform1i = (delegate* unmanaged<int, int, void>)Load("glUniform1i"))(location, v0);

    private delegate* unmanaged<int, int, int, void> _uniform2i;

    public void Uniform2(int location, int v0, int v1) =>
        (_uniform2i != null ? _uniform2i : _uniform2i = (delegate* unmanaged<int, int, int, void>)Load("glUniform2i"))(location, v0, v1);

    private delegate* unmanaged<int, uint, byte, float*, void> _uniformMatrix4fv;

    public void UniformMatrix4(int location, uint count, bool transpose, float* value) =>
        (_uniformMatrix4fv != null ? _uniformMatrix4fv : _uniformMatrix4fv = (delegate* unmanaged<int, uint, byte, float*, void>)Load("glUniformMatrix4fv"))(location, count, (byte)(transpose ? 1 : 0), value);

    public void UniformMatrix4(int location, bool transpose, ReadOnlySpan<float> value)
    {
        fixed (float* pointer = value)
        {
            UniformMatrix4(location, (uint)value.Length / 16, transpose, pointer);
        }
    }
}
