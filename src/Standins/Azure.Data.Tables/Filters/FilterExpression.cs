#nullable enable
using System.Linq.Expressions;
using System.Reflection;
using System.Text;

namespace Azure.Data.Tables.Filters;

/// <summary>Filters from C# conditions: comparisons of columns with values, joined by and, or and not.</summary>
internal sealed class FilterExpression
{
    private readonly StringBuilder _text = new();

    public static string? Of(LambdaExpression filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var expression = new FilterExpression();
        expression.Condition(filter.Body);
        var text = expression._text.ToString();
        return text == "true" ? null : text;
    }

    private void Condition(Expression node)
    {
        switch (node)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both:
                Join(both, " and ");
                break;
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either:
                Join(either, " or ");
                break;
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                _text.Append("not ");
                Operand(not.Operand);
                break;
            case BinaryExpression comparison:
                Comparison(comparison);
                break;
            case MethodCallExpression { Method.Name: nameof(Equals), Object: { } left, Arguments: [var right] } when ColumnOf(node) is null:
                Compare(left, " eq ", right);
                break;
            case MethodCallExpression { Method: { Name: nameof(Equals), IsStatic: true }, Arguments: [var left, var right, ..] }:
                Compare(left, " eq ", right);
                break;
            default:
                Value(node);
                break;
        }
    }

    private void Join(BinaryExpression node, string word)
    {
        Operand(node.Left);
        _text.Append(word);
        Operand(node.Right);
    }

    private void Operand(Expression node)
    {
        var nested = node is BinaryExpression or UnaryExpression { NodeType: ExpressionType.Not };
        _text.Append(nested ? "(" : "");
        Condition(node);
        _text.Append(nested ? ")" : "");
    }

    private void Comparison(BinaryExpression node)
    {
        var word = Word(node.NodeType) ?? throw Unsupported(node);

        // string.Compare(a, b) > 0 and a.CompareTo(b) > 0 stand for a > b, which C# has not.
        if (Unwrap(node.Left) is MethodCallExpression { Method.Name: "CompareTo" or "Compare" or "CompareOrdinal" } call
            && Reads(call) && !Reads(node.Right) && Evaluate(node.Right) is 0)
        {
            var (left, right) = call.Object is { } target ? (target, call.Arguments[0]) : (call.Arguments[0], call.Arguments[1]);
            Compare(left, word, right);
        }
        else
        {
            Compare(node.Left, word, node.Right);
        }
    }

    private void Compare(Expression left, string word, Expression right)
    {
        Value(left);
        _text.Append(word);
        Value(right);
    }

    private void Value(Expression node)
    {
        if (ColumnOf(node) is { } column)
        {
            _text.Append(column);
        }
        else if (Reads(node))
        {
            throw Unsupported(node);
        }
        else
        {
            _text.Append(FilterLiteral.Of(Evaluate(node)));
        }
    }

    private static string? ColumnOf(Expression node) => Unwrap(node) switch
    {
        MemberExpression { Member.Name: "Value", Expression: { } inner } nullable when Nullable.GetUnderlyingType(inner.Type) is not null
            && nullable.Member.DeclaringType == inner.Type => ColumnOf(inner),
        MemberExpression { Expression: { } owner } member when Unwrap(owner) is ParameterExpression => member.Member.Name,
        MethodCallExpression { Object: { } owner, Arguments: [var name], Method.Name: "get_Item" or ['G', 'e', 't', ..] }
            when Unwrap(owner) is ParameterExpression && !Reads(name) => Evaluate(name) as string,
        _ => null,
    };

    private static Expression Unwrap(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion && Reads(conversion))
        {
            node = conversion.Operand;
        }

        return node;
    }

    private static bool Reads(Expression node)
    {
        var search = new ParameterSearch();
        search.Visit(node);
        return search.Found;
    }

    private static object? Evaluate(Expression node) => node switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : Evaluate(member.Expression)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(member.Expression is null ? null : Evaluate(member.Expression)),
        _ => Expression.Lambda(node).Compile(preferInterpretation: true).DynamicInvoke(),
    };

    private static string? Word(ExpressionType type) => type switch
    {
        ExpressionType.Equal => " eq ",
        ExpressionType.NotEqual => " ne ",
        ExpressionType.LessThan => " lt ",
        ExpressionType.LessThanOrEqual => " le ",
        ExpressionType.GreaterThan => " gt ",
        ExpressionType.GreaterThanOrEqual => " ge ",
        _ => null,
    };

    private static NotSupportedException Unsupported(Expression node) => new($"The service cannot filter by {node}.");

    private sealed class ParameterSearch : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found = true;
            return node;
        }
    }
}
