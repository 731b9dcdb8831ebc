namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>What a folder of faces is made from: <c>faces.json</c>. Only a run of the same identity resumes in it.</summary>
/// <param name="Format">Version of the drawing and of the files.</param>
/// <param name="Count">Images.</param>
/// <param name="Size">Pixels.</param>
/// <param name="Seed">Of every draw.</param>
/// <param name="Vocabulary">SHA-256 of vocabulary, styles and script.</param>
/// <param name="Packages">Names and versions.</param>
internal sealed record FaceFolderIdentity(int Format, int Count, int Size, ulong Seed, string Vocabulary, IReadOnlyList<string> Packages)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "faces.json";

    /// <summary>Raised when the same options would give other images or texts.</summary>
    public const int CurrentFormat = 1;

    /// <summary>What differs, in words.</summary>
    /// <param name="asked">What is asked for now.</param>
    public IEnumerable<string> DifferencesTo(FaceFolderIdentity asked)
    {
        (string Name, object There, object Asked)[] members =
        [
            ("format", Format, asked.Format), ("count", Count, asked.Count), ("size", Size, asked.Size), ("seed", Seed, asked.Seed),
            ("packages", string.Join(' ', Packages), string.Join(' ', asked.Packages)), ("vocabulary", Vocabulary, asked.Vocabulary),
        ];
        return members.Where(member => !member.There.Equals(member.Asked)).Select(member => $"{member.Name} {member.There} there, {member.Asked} asked for");
    }
}
