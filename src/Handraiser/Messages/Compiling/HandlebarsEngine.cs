using HandlebarsDotNet;

namespace Handraiser.Messages.Compiling;

/// <summary>One Handlebars for HTML, which escapes all data, and one for plain text. Compiled templates may be used by many threads.</summary>
internal static class HandlebarsEngine
{
    private static readonly Lock Compiling = new();
    private static readonly IHandlebars Html = Create(plain: false);
    private static readonly IHandlebars Plain = Create(plain: true);

    public static HandlebarsTemplate<object, object> CompileHtml(string source) => Compile(Html, source);

    public static HandlebarsTemplate<object, object> CompileText(string source) => Compile(Plain, source);

    /// <summary>Compiled when it is first filled: a worker that starts has dozens of templates, of which it will need a few.</summary>
    private static HandlebarsTemplate<object, object> Compile(IHandlebars engine, string source)
    {
        var compiled = new Lazy<HandlebarsTemplate<object, object>>(() =>
        {
            lock (Compiling)
            {
                return engine.Compile(source);
            }
        });
        return (context, data) => compiled.Value(context, data);
    }

    private static IHandlebars Create(bool plain)
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration { NoEscape = plain });
        engine.RegisterHelper("name", (in EncodedTextWriter output, in HelperOptions options, in Context _, in Arguments arguments) =>
            Write(output, Root(options).FirstName, arguments));
        engine.RegisterHelper("senderName", (in EncodedTextWriter output, in HelperOptions options, in Context _, in Arguments arguments) =>
            Write(output, Root(options).SenderName, arguments));
        engine.RegisterHelper("text", (in EncodedTextWriter output, in HelperOptions options, in Context _, in Arguments arguments) =>
            output.Write(TemplateContext.Line(Root(options).Texts.GetValueOrDefault(Word(arguments, 0))) ?? Word(arguments, 1)));
        return engine;
    }

    private static void Write(in EncodedTextWriter output, string? value, in Arguments arguments)
    {
        if (string.IsNullOrEmpty(value))
        {
            output.Write(Word(arguments, 0));
            return;
        }

        output.Write(arguments.Hash.TryGetValue("before", out var before) ? before as string ?? "" : "");
        output.Write(value);
        output.Write(arguments.Hash.TryGetValue("after", out var after) ? after as string ?? "" : "");
    }

    // What is written by name, such as before=" ", comes last among the arguments and is no word.
    private static string Word(in Arguments arguments, int index) => arguments.Length > index ? arguments[index] as string ?? "" : "";

    private static TemplateContext Root(in HelperOptions options) =>
        options.Data.Value<object>("root") as TemplateContext ?? throw new InvalidOperationException("A template was filled with something else than a context.");
}
