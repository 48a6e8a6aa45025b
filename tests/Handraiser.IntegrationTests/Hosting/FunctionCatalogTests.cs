using System.Reflection;
using Handraiser.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.IntegrationTests.Hosting;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void All_functions_of_the_app_are_well_formed() => FunctionCatalog.Of(Assembly.Load("Handraiser.Functions"));

    [Fact]
    public void Functions_are_found_by_their_attributes_and_described()
    {
        var catalog = FunctionCatalog.Of(typeof(WebFunctions), typeof(TextFunction), typeof(TimerFunctions));

        Assert.Equal(
            [
                ("Action", "POST /api/action"), ("Broken", "GET /api/broken"), ("EachMinute", "0 * * * * *"),
                ("Item", "GET /api/items/{id:int}/{name?}"), ("Plain", "ANY /api/Plain"), ("Text", "%Queue%"),
            ],
            catalog.Functions.Select(function => (function.Name, function.Describe("api"))));
    }

    [Theory]
    [InlineData(typeof(NoTrigger), "no trigger")]
    [InlineData(typeof(TwoTriggers), "more than one trigger")]
    [InlineData(typeof(Hidden), "not public")]
    [InlineData(typeof(AsyncVoid), "async void")]
    [InlineData(typeof(WrongType), "must be String or QueueMessage")]
    [InlineData(typeof(Unbound), "'stream' of type Stream is nothing that could be bound")]
    [InlineData(typeof(NoAnswer), "neither IResult nor IActionResult")]
    [InlineData(typeof(SameName), "its name is also that of")]
    [InlineData(typeof(Overloaded), "overloaded")]
    public void A_malformed_function_is_refused_with_its_reason(Type type, string reason)
    {
        var error = Assert.Throws<InvalidOperationException>(() => FunctionCatalog.Of(type));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(type.Name, error.Message, StringComparison.Ordinal);
    }

    private static class NoTrigger
    {
        [Function("A")]
        public static Task Run(string text) => Task.CompletedTask;
    }

    private static class TwoTriggers
    {
        [Function("A")]
        public static string Run([QueueTrigger("a")] string text, [QueueTrigger("b")] string other) => text + other;
    }

    private static class Hidden
    {
        [Function("A")]
        internal static Task Run([QueueTrigger("a")] string text) => Task.CompletedTask;
    }

    private static class AsyncVoid
    {
#pragma warning disable AZFW0002 // The very mistake that is to be refused.
        [Function("A")]
        public static async void Run([QueueTrigger("a")] string text) => await Task.FromResult(text);
#pragma warning restore AZFW0002
    }

    private static class WrongType
    {
        [Function("A")]
        public static Task Run([QueueTrigger("a")] int number) => Task.CompletedTask;
    }

    private static class Unbound
    {
        [Function("A")]
        public static Task Run([QueueTrigger("a")] string text, Stream stream) => Task.CompletedTask;
    }

    private static class NoAnswer
    {
        [Function("A")]
        public static Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.FromResult(request.Path.ToString());
    }

    private static class SameName
    {
#pragma warning disable AZFW0017 // The very mistake that is to be refused.
        [Function("A")]
        public static Task One([QueueTrigger("a")] string text) => Task.CompletedTask;

        [Function("a")]
        public static Task Two([QueueTrigger("b")] string text) => Task.CompletedTask;
#pragma warning restore AZFW0017
    }

    private static class Overloaded
    {
        [Function("A")]
        public static Task Run([QueueTrigger("a")] string text) => Task.CompletedTask;

        [Function("B")]
        public static Task Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.CompletedTask;
    }
}
