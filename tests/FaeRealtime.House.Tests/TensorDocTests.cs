using System.Text.RegularExpressions;
using FaeRealtime.House.Tests.Folders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FaeRealtime.House.Tests;

/// <summary>Whoever calls a member that takes or gives tensors reads their shapes in its documentation.</summary>
public sealed partial class TensorDocTests
{
    public static TheoryData<string> Names => new(RoomCompilation.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_WithTensors_TellShapes(string room) => Assert.Empty(RoomCompilation.Sources(room).SelectMany(file => Untold(File.ReadAllText(file), Path.GetFileName(file))));

    [Theory]
    [InlineData("/// <summary>Turns.</summary>\npublic Tensor Turn(int way) => null;", true)]
    [InlineData("/// <summary>Turns.</summary>\n/// <param name=\"x\">Borrowed.</param>\ninternal void Turn(IReadOnlyList<torch.Tensor> x) { }", true)]
    [InlineData("internal Tensor Turned { get; }", true)]
    [InlineData("/// <summary>Turns <see cref=\"int[]\"/>.</summary>\npublic Tensor Turn() => null;", true)]
    [InlineData("/// <returns>Tokens <c>[B, T, D]</c>.</returns>\npublic Tensor Turn(int way) => null;", false)]
    [InlineData("/// <returns>A scalar.</returns>\npublic Tensor Turn(int way) => null;", false)]
    [InlineData("/// <inheritdoc/>\npublic Tensor Turn(int way) => null;", false)]
    [InlineData("public override Tensor Turn(int way) => null;", false)]
    [InlineData("private Tensor Turn(int way) => null;", false)]
    [InlineData("public TensorEntry Turn(TensorForm form) => null;", false)]
    public void Member_WithoutShapes_IsFound(string member, bool isUntold) => Assert.Equal(isUntold, Untold($"class A\n{{\n{member}\n}}", "A.cs").Any());

    private static IEnumerable<string> Untold(string text, string name) =>
        from member in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        where member.Modifiers.Any(SyntaxKind.PublicKeyword) || member.Modifiers.Any(SyntaxKind.InternalKeyword)
        where !member.Modifiers.Any(SyntaxKind.OverrideKeyword) && Types(member).Any(type => type.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(part => part.Identifier.Text == "Tensor"))
        let docs = member.GetLeadingTrivia().ToFullString()
        where !docs.Contains("<inheritdoc", StringComparison.Ordinal) && !Shape().IsMatch(Reference().Replace(docs, string.Empty))
        select $"{name}({member.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {member.ToString().Split('\n')[0].Trim()}";

    private static IEnumerable<TypeSyntax> Types(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.ParameterList.Parameters.Select(parameter => parameter.Type!).Append(method.ReturnType),
        ConstructorDeclarationSyntax constructor => constructor.ParameterList.Parameters.Select(parameter => parameter.Type!),
        PropertyDeclarationSyntax property => [property.Type],
        _ => [],
    };

    // [B, T, D], or in words.
    [GeneratedRegex(@"\[[^\]\n]*\]|[Ss]calar|shape")]
    private static partial Regex Shape();

    [GeneratedRegex("cref=\"[^\"]*\"")]
    private static partial Regex Reference();
}
