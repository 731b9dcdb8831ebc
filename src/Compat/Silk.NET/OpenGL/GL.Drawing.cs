namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<uint, uint*, void> _genVertexArrays;

    public void GenVertexArrays(uint n, uint* arrays) =>
        (_genVertexArrays != null ? _genVertexArrays : _genVertexArrays = (delegate* unmanaged<uint, uint*, void>)Load("glGenVertexArrays"))(n, arrays);

    private delegate* unmanaged<uint, uint*, void> _deleteVertexArrays;

    public void DeleteVertexArrays(uint n, uint* arrays) =>
        (_deleteVertexArrays != null ? _deleteVertexArrays : _deleteVertexArrays = (delegate* unmanaged<uint, uint*, void>)Load("glDeleteVertexArrays"))(n, arrays);

    private delegate* unmanaged<uint, void> _bindVertexArray;

    public void BindVertexArray(uint array) =>
        (_bindVertexArray != null ? _bindVertexArray : _bindVertexArray = (delegate* unmanaged<uint, void>)Load("glBindVertexArray"))(array);

    private delegate* unmanaged<uint, void> _enableVertexAttribArray;

    public void EnableVertexAttribArray(uint index) =>
        (_enableVertexAttribArray != null ? _enableVertexAttribArray : _enableVertexAttribArray = (delegate* unmanaged<uint, void>)Load("glEnableVertexAttribArray"))(index);

    private delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void> _vertexAttribPointer;

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        (_vertexAttribPointer != null ? _vertexAttribPointer : _vertexAttribPointer = (delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void>)Load("glVertexAttribPointer"))(index, size, type, (byte)(normalized ? 1 : 0), stride, pointer);

    private delegate* unmanaged<uint, int, VertexAttribIType, uint, void*, void> _vertexAttribIPointer;

    public void VertexAttribIPointer(uint index, int size, VertexAttribIType type, uint stride, void* pointer) =>
        (_vertexAttribIPointer != null ? _vertexAttribIPointer : _vertexAttribIPointer = (delegate* unmanaged<uint, int, VertexAttribIType, uint, void*, void>)Load("glVertexAttribIPointer"))(index, size, type, stride, pointer);

    private delegate* unmanaged<uint, uint, void> _vertexAttribDivisor;

    public void VertexAttribDivisor(uint index, uint divisor) =>
        (_vertexAttribDivisor != null ? _vertexAttribDivisor : _vertexAttribDivisor = (delegate* unmanaged<uint, uint, void>)Load("glVertexAttribDivisor"))(index, divisor);

    private delegate* unmanaged<PrimitiveType, int, uint, void> _drawArrays;

    public void DrawArrays(PrimitiveType mode, int first, uint count) =>
        (_drawArrays != null ? _drawArrays : _drawArrays = (delegate* unmanaged<PrimitiveType, int, uint, void>)Load("glDrawArrays"))(mode, first, count);

    private delegate* unmanaged<PrimitiveType, int, uint, uint, void> _drawArraysInstanced;

    public void DrawArraysInstanced(PrimitiveType mode, int first, uint count, uint instancecount) =>
        (_drawArraysInstanced != null ? _drawArraysInstanced : _drawArraysInstanced = (delegate* unmanaged<PrimitiveType, int, uint, uint, void>)Load("glDrawArraysInstanced"))(mode, first, count, instancecount);

    public uint GenVertexArray()
    {
        uint name = 0;
        GenVertexArrays(1, &name);
        return name;
    }

    public void DeleteVertexArray(uint arrays) => DeleteVertexArrays(1, &arrays);
}
