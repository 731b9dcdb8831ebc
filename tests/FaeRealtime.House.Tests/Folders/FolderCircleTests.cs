using FaeRealtime.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FaeRealtime.House.Tests.Folders;

/// <summary>The folders of a room form no circle: it can be read from its lowest folder up.</summary>
public sealed class FolderCircleTests
{
    private static readonly RoomCompilation Rooms = new();

    public static TheoryData<string> Names => new(RoomCompilation.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Folders_OfRoom_FormNoCircle(string room)
    {
        var circles = FolderEdges.Of(Rooms.Of(room)).Circles();
        Assert.True(circles.Count == 0, $"{room}: {circles.Sum(circle => circle.Folders.Length)} folders lie in circles, none may.\n{string.Join('\n', circles.SelectMany(circle => circle.Edges))}");
    }

    [Fact]
    public void Compilation_OfARoom_KnowsWhatItsNamesAre()
    {
        // Of what generators add, and of nothing else, the compiler knows nothing.
        var unknown = Rooms.Of("FaeRealtime.Live").GetDiagnostics().Where(item => item.Severity == DiagnosticSeverity.Error && item.Id is "CS0246" or "CS0234" or "CS0012").Select(item => item.ToString());
        Assert.Empty(unknown);
    }

    [Fact]
    public void Circles_OfTwoFoldersThatNeedEachOther_AreOne()
    {
        var circles = FolderEdges.Of(Compiled(
            ("a/A.cs", "class A { B b = new(); }"),
            ("b/B.cs", "class B { static int Length() => C.All.Count; }"),
            ("c/C.cs", "class C { internal static D All => new(); }"),
            ("a/D.cs", "class D { internal int Count; }"))).Circles();
        var circle = Assert.Single(circles);
        Assert.Equal(["a", "b", "c"], circle.Folders);

        // B names nothing of D but its member.
        Assert.Contains("b -> a: B.cs names D", circle.Edges);
    }

    [Fact]
    public void Circles_OfCommentsAndOneWayNames_AreNone() => Assert.Empty(FolderEdges.Of(Compiled(
        ("a/A.cs", "class A { B b = new(); }"),
        ("b/B.cs", "/// <summary><see cref=\"A\"/></summary>\nclass B; // A"))).Circles());

    private static CSharpCompilation Compiled(params (string Path, string Text)[] files) =>
        CSharpCompilation.Create("room", files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)), [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
}
