using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Handraiser.Functions;
using Handraiser.LocalHost;
using Handraiser.Tests.Playbooks;
using Xunit;

namespace Handraiser.Tests.Standins;

/// <summary>
/// The members of official packages that stand-ins take the place of, as our assemblies call them. Each line of the file was held against the
/// official package; one that is not there fails, so that nobody calls what only a stand-in has. Built with the official packages, the compiler looks.
/// </summary>
public sealed class CalledMembersTests
{
    private const string Checked = "tests/Handraiser.Tests/Standins/called-members.txt";

    private static readonly string[] s_namespaces = ["Microsoft.Azure.Functions.Worker", "Azure.Data.Tables", "SendGrid"];

    /// <summary>Extensions that the worker has in other namespaces.</summary>
    private static readonly string[] s_extensions = ["Microsoft.Extensions.Logging.FunctionsLoggerExtensions", "Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions"];

    [SkippableFact]
    public void Every_member_that_is_called_was_held_against_the_official_package()
    {
        Skip.If(typeof(Azure.Data.Tables.TableClient).Assembly.GetName().Version is { Major: > 1 }, "This was built with the official packages: the compiler has looked.");
        var called = new[] { typeof(Names), typeof(LocalApp) }.SelectMany(type => Called(type.Assembly.Location)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("HANDRAISER_WRITE_GOLDEN") is not null) File.WriteAllLines(Path.Combine(Golden.Root, Checked), called);

        Assert.Equal(File.ReadAllLines(Path.Combine(Golden.Root, Checked)), called);
    }

    private static List<string> Called(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        var names = new TypeNames();
        return [.. reader.MemberReferences.Select(handle => reader.GetMemberReference(handle)).Select(member => (Owner: Owner(reader, member.Parent, names), Member: member)).Where(m => IsOfStandin(m.Owner)).Select(m => Written(reader, m.Owner, m.Member, names))];
    }

    private static bool IsOfStandin(string owner) =>
        s_namespaces.Any(name => owner.StartsWith(name + ".", StringComparison.Ordinal)) || s_extensions.Contains(owner);

    private static string Owner(MetadataReader reader, EntityHandle parent, TypeNames names) => parent.Kind switch
    {
        HandleKind.TypeReference => names.GetTypeFromReference(reader, (TypeReferenceHandle)parent, 0),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)parent).DecodeSignature(names, null).Split('<')[0],
        _ => "",
    };

    private static string Written(MetadataReader reader, string owner, MemberReference member, TypeNames names)
    {
        var name = $"{owner}.{reader.GetString(member.Name)}";
        if (member.GetKind() == MemberReferenceKind.Field) return $"{member.DecodeFieldSignature(names, null)} {name}";
        var signature = member.DecodeMethodSignature(names, null);
        return $"{signature.ReturnType} {name}{(signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "")}({string.Join(", ", signature.ParameterTypes)})";
    }

    /// <summary>Types as one would write them; only those of stand-ins with their namespace.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[,]";

        public string GetByReferenceType(string elementType) => $"ref {elementType}";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType.Split('`')[0]}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"T{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"T{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
            return space.StartsWith("System", StringComparison.Ordinal) ? name : $"{space}.{name}";
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
