using System.Text;

namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<ShaderType, uint> _createShader;

    public uint CreateShader(ShaderType type) =>
        (_createShader != null ? _createShader : _createShader = (delegate* unmanaged<ShaderType, uint>)Load("glCreateShader"))(type);

    private delegate* unmanaged<uint, uint, byte**, int*, void> _shaderSource;

    public void ShaderSource(uint shader, uint count, byte** @string, int* length) =>
        (_shaderSource != null ? _shaderSource : _shaderSource = (delegate* unmanaged<uint, uint, byte**, int*, void>)Load("glShaderSource"))(shader, count, @string, length);

    private delegate* unmanaged<uint, void> _compileShader;

    public void CompileShader(uint shader) =>
        (_compileShader != null ? _compileShader : _compileShader = (delegate* unmanaged<uint, void>)Load("glCompileShader"))(shader);

    private delegate* unmanaged<uint, void> _deleteShader;

    public void DeleteShader(uint shader) =>
        (_deleteShader != null ? _deleteShader : _deleteShader = (delegate* unmanaged<uint, void>)Load("glDeleteShader"))(shader);

    private delegate* unmanaged<uint, ShaderParameterName, int*, void> _getShaderiv;

    public void GetShader(uint shader, ShaderParameterName pname, int* @params) =>
        (_getShaderiv != null ? _getShaderiv : _getShaderiv = (delegate* unmanaged<uint, ShaderParameterName, int*, void>)Load("glGetShaderiv"))(shader, pname, @params);

    private delegate* unmanaged<uint, uint, uint*, byte*, void> _getShaderInfoLog;

    public void GetShaderInfoLog(uint shader, uint bufSize, uint* length, byte* infoLog) =>
        (_getShaderInfoLog != null ? _getShaderInfoLog : _getShaderInfoLog = (delegate* unmanaged<uint, uint, uint*, byte*, void>)Load("glGetShaderInfoLog"))(shader, bufSize, length, infoLog);

    private delegate* unmanaged<uint> _createProgram;

    public uint CreateProgram() =>
        (_createProgram != null ? _createProgram : _createProgram = (delegate* unmanaged<uint>)Load("glCreateProgram"))();

    private delegate* unmanaged<uint, uint, void> _attachShader;

    public void AttachShader(uint program, uint shader) =>
        (_attachShader != null ? _attachShader : _attachShader = (delegate* unmanaged<uint, uint, void>)Load("glAttachShader"))(program, shader);

    private delegate* unmanaged<uint, uint, void> _detachShader;

    public void DetachShader(uint program, uint shader) =>
        (_detachShader != null ? _detachShader : _detachShader = (delegate* unmanaged<uint, uint, void>)Load("glDetachShader"))(program, shader);

    private delegate* unmanaged<uint, void> _linkProgram;

    public void LinkProgram(uint program) =>
        (_linkProgram != null ? _linkProgram : _linkProgram = (delegate* unmanaged<uint, void>)Load("glLinkProgram"))(program);

    private delegate* unmanaged<uint, void> _useProgram;

    public void UseProgram(uint program) =>
        (_useProgram != null ? _useProgram : _useProgram = (delegate* unmanaged<uint, void>)Load("glUseProgram"))(program);

    private delegate* unmanaged<uint, void> _deleteProgram;

    public void DeleteProgram(uint program) =>
        (_deleteProgram != null ? _deleteProgram : _deleteProgram = (delegate* unmanaged<uint, void>)Load("glDeleteProgram"))(program);

    private delegate* unmanaged<uint, ProgramPropertyARB, int*, void> _getProgramiv;

    public void GetProgram(uint program, ProgramPropertyARB pname, int* @params) =>
        (_getProgramiv != null ? _getProgramiv : _getProgramiv = (delegate* unmanaged<uint, ProgramPropertyARB, int*, void>)Load("glGetProgramiv"))(program, pname, @params);

    private delegate* unmanaged<uint, uint, uint*, byte*, void> _getProgramInfoLog;

    public void GetProgramInfoLog(uint program, uint bufSize, uint* length, byte* infoLog) =>
        (_getProgramInfoLog != null ? _getProgramInfoLog : _getProgramInfoLog = (delegate* unmanaged<uint, uint, uint*, byte*, void>)Load("glGetProgramInfoLog"))(program, bufSize, length, infoLog);

    private delegate* unmanaged<uint, byte*, int> _getUniformLocation;

    public int GetUniformLocation(uint program, byte* name) =>
        (_getUniformLocation != null ? _getUniformLocation : _getUniformLocation = (delegate* unmanaged<uint, byte*, int>)Load("glGetUniformLocation"))(program, name);

    private delegate* unmanaged<uint, byte*, int> _getAttribLocation;

    public int GetAttribLocation(uint program, byte* name) =>
        (_getAttribLocation != null ? _getAttribLocation : _getAttribLocation = (delegate* unmanaged<uint, byte*, int>)Load("glGetAttribLocation"))(program, name);

    public void ShaderSource(uint shader, string @string)
    {
        // A length of bytes is passed: the text needs no terminator and may hold any UTF-8.
        var bytes = Encoding.UTF8.GetBytes(@string);
        fixed (byte* text = bytes)
        {
            var pointer = text;
            var length = bytes.Length;
            ShaderSource(shader, 1, &pointer, &length);
        }
    }

    public void GetShader(uint shader, ShaderParameterName pname, out int @params)
    {
        var value = 0;
        GetShader(shader, pname, &value);
        @params = value;
    }

    public int GetShader(uint shader, ShaderParameterName pname)
    {
        GetShader(shader, pname, out var value);
        return value;
    }

    public string GetShaderInfoLog(uint shader)
    {
        var bytes = new byte[Math.Max(1, GetShader(shader, ShaderParameterName.InfoLogLength))];
        uint length = 0;
        fixed (byte* text = bytes)
        {
            GetShaderInfoLog(shader, (uint)bytes.Length, &length, text);
        }

        return Encoding.UTF8.GetString(bytes, 0, (int)length);
    }

    public void GetProgram(uint program, ProgramPropertyARB pname, out int @params)
    {
        var value = 0;
        GetProgram(program, pname, &value);
        @params = value;
    }

    public int GetProgram(uint program, ProgramPropertyARB pname)
    {
        GetProgram(program, pname, out var value);
        return value;
    }

    public string GetProgramInfoLog(uint program)
    {
        var bytes = new byte[Math.Max(1, GetProgram(program, ProgramPropertyARB.InfoLogLength))];
        uint length = 0;
        fixed (byte* text = bytes)
        {
            GetProgramInfoLog(program, (uint)bytes.Length, &length, text);
        }

        return Encoding.UTF8.GetString(bytes, 0, (int)length);
    }

    public int GetUniformLocation(uint program, string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            return GetUniformLocation(program, text);
        }
    }

    public int GetAttribLocation(uint program, string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            return GetAttribLocation(program, text);
        }
    }
}
