using System.Runtime.InteropServices;
using Silk.NET.Maths;

namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<EnableCap, void> _enable;

    public void Enable(EnableCap cap) =>
        (_enable != null ? _enable : _enable = (delegate* unmanaged<EnableCap, void>)Load("glEnable"))(cap);

    private delegate* unmanaged<EnableCap, void> _disable;

    public void Disable(EnableCap cap) =>
        (_disable != null ? _disable : _disable = (delegate* unmanaged<EnableCap, void>)Load("glDisable"))(cap);

    private delegate* unmanaged<EnableCap, byte> _isEnabled;

    public bool IsEnabled(EnableCap cap) =>
        (_isEnabled != null ? _isEnabled : _isEnabled = (delegate* unmanaged<EnableCap, byte>)Load("glIsEnabled"))(cap) != 0;

    private delegate* unmanaged<BlendingFactor, BlendingFactor, void> _blendFunc;

    public void BlendFunc(BlendingFactor sfactor, BlendingFactor dfactor) =>
        (_blendFunc != null ? _blendFunc : _blendFunc = (delegate* unmanaged<BlendingFactor, BlendingFactor, void>)Load("glBlendFunc"))(sfactor, dfactor);

    private delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void> _blendFuncSeparate;

    public void BlendFuncSeparate(BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha, BlendingFactor dfactorAlpha) =>
        (_blendFuncSeparate != null ? _blendFuncSeparate : _blendFuncSeparate = (delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void>)Load("glBlendFuncSeparate"))(sfactorRGB, dfactorRGB, sfactorAlpha, dfactorAlpha);

    private delegate* unmanaged<int, int, uint, uint, void> _viewport;

    public void Viewport(int x, int y, uint width, uint height) =>
        (_viewport != null ? _viewport : _viewport = (delegate* unmanaged<int, int, uint, uint, void>)Load("glViewport"))(x, y, width, height);

    private delegate* unmanaged<int, int, uint, uint, void> _scissor;

    public void Scissor(int x, int y, uint width, uint height) =>
        (_scissor != null ? _scissor : _scissor = (delegate* unmanaged<int, int, uint, uint, void>)Load("glScissor"))(x, y, width, height);

    private delegate* unmanaged<uint, void> _clear;

    public void Clear(uint mask) =>
        (_clear != null ? _clear : _clear = (delegate* unmanaged<uint, void>)Load("glClear"))(mask);

    private delegate* unmanaged<float, float, float, float, void> _clearColor;

    public void ClearColor(float red, float green, float blue, float alpha) =>
        (_clearColor != null ? _clearColor : _clearColor = (delegate* unmanaged<float, float, float, float, void>)Load("glClearColor"))(red, green, blue, alpha);

    private delegate* unmanaged<byte, byte, byte, byte, void> _colorMask;

    public void ColorMask(bool red, bool green, bool blue, bool alpha) =>
        (_colorMask != null ? _colorMask : _colorMask = (delegate* unmanaged<byte, byte, byte, byte, void>)Load("glColorMask"))((byte)(red ? 1 : 0), (byte)(green ? 1 : 0), (byte)(blue ? 1 : 0), (byte)(alpha ? 1 : 0));

    private delegate* unmanaged<PixelStoreParameter, int, void> _pixelStorei;

    public void PixelStore(PixelStoreParameter pname, int param) =>
        (_pixelStorei != null ? _pixelStorei : _pixelStorei = (delegate* unmanaged<PixelStoreParameter, int, void>)Load("glPixelStorei"))(pname, param);

    private delegate* unmanaged<GLEnum> _getError;

    public GLEnum GetError() =>
        (_getError != null ? _getError : _getError = (delegate* unmanaged<GLEnum>)Load("glGetError"))();

    private delegate* unmanaged<StringName, byte*> _getString;

    public byte* GetString(StringName name) =>
        (_getString != null ? _getString : _getString = (delegate* unmanaged<StringName, byte*>)Load("glGetString"))(name);

    private delegate* unmanaged<StringName, uint, byte*> _getStringi;

    public byte* GetString(StringName name, uint index) =>
        (_getStringi != null ? _getStringi : _getStringi = (delegate* unmanaged<StringName, uint, byte*>)Load("glGetStringi"))(name, index);

    private delegate* unmanaged<GetPName, int*, void> _getIntegerv;

    public void GetInteger(GetPName pname, int* data) =>
        (_getIntegerv != null ? _getIntegerv : _getIntegerv = (delegate* unmanaged<GetPName, int*, void>)Load("glGetIntegerv"))(pname, data);

    private delegate* unmanaged<void> _finish;

    public void Finish() =>
        (_finish != null ? _finish : _finish = (delegate* unmanaged<void>)Load("glFinish"))();

    private delegate* unmanaged<void> _flush;

    public void Flush() =>
        (_flush != null ? _flush : _flush = (delegate* unmanaged<void>)Load("glFlush"))();

    public void Clear(ClearBufferMask mask) => Clear((uint)mask);

    public void Viewport(Vector2D<int> size) => Viewport(0, 0, (uint)size.X, (uint)size.Y);

    public int GetInteger(GetPName pname)
    {
        // glGet may write up to four values for a name that holds a vector.
        var values = stackalloc int[4];
        GetInteger(pname, values);
        return values[0];
    }

    public void GetInteger(GetPName pname, out int data) => data = GetInteger(pname);

    public string GetStringS(StringName name) => Marshal.PtrToStringUTF8((nint)GetString(name))!;

    public string GetStringS(StringName name, uint index) => Marshal.PtrToStringUTF8((nint)GetString(name, index))!;
}
