namespace SpinningCube;

/// <summary>A cube without buffers: thirty-six corners from their numbers, the faces that look away thrown out.</summary>
internal static class Shaders
{
    public const string Vertex = """
        #version 330 core
        uniform vec2 view; // seconds, width by height
        out vec2 place;
        out float light;
        const vec2 corners[6] = vec2[6](vec2(-1, -1), vec2(1, -1), vec2(1, 1), vec2(-1, -1), vec2(1, 1), vec2(-1, 1));
        void main()
        {
            vec2 c = corners[gl_VertexID % 6];
            int face = gl_VertexID / 6;
            vec3 p = face < 2 ? vec3(c, 1) : face < 4 ? vec3(1, c.y, -c.x) : vec3(c.x, 1, -c.y);
            if (face % 2 == 1) p = face < 4 ? vec3(-p.x, p.y, -p.z) : vec3(p.x, -p.yz); // the opposite face, half a turn on
            float a = 0.7 * view.x, b = 0.5 + 0.2 * sin(0.4 * view.x);
            p = vec3(cos(a) * p.x + sin(a) * p.z, p.y, cos(a) * p.z - sin(a) * p.x);
            p = vec3(p.x, cos(b) * p.y - sin(b) * p.z, cos(b) * p.z + sin(b) * p.y);
            place = vec2(0.5, 0.5) + vec2(0.5, -0.5) * c; // row 0 of the picture is its top
            light = face / 2 == 2 ? 1.0 : face / 2 == 1 ? 0.8 : 0.9;
            gl_Position = vec4(2.2 * p.x / view.y, 2.2 * p.y, 0, 5.0 - p.z);
        }
        """;

    public const string Fragment = """
        #version 330 core
        uniform sampler2D picture;
        in vec2 place;
        in float light;
        out vec4 color;
        void main()
        {
            if (!gl_FrontFacing) discard;
            color = vec4(light * texture(picture, place).rgb, 1);
        }
        """;
}
