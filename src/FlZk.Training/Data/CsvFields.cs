using System.Text;
using FlZk.Platform.Files;

namespace FlZk.Training.Data;

/// <summary>Splits comma-separated text into records and fields (RFC 4180): quotes may hold commas, line breaks and doubled
/// quotes.</summary>
internal sealed class CsvFields
{
    private readonly string _file;
    private readonly TextReader _text;
    private readonly StringBuilder _field = new();
    private int _nextLine = 1;
    private bool _recordEnded;

    public CsvFields(string file, TextReader text)
    {
        _file = file;
        _text = text;
    }

    /// <summary>The line on which the record last read begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next record, skipping empty lines; false at the end.</summary>
    /// <exception cref="FileFormatException">A quote is not closed, or text stands beside one.</exception>
    public bool TryReadRecord(List<string> fields)
    {
        do
        {
            fields.Clear();
            Line = _nextLine;
            if (_text.Peek() < 0) return false;
            while (ReadField(fields.Count + 1, out string field))
            {
                fields.Add(field);
            }
        }
        while (fields is [""]);

        return true;
    }

    /// <summary>Reads one field and the separator after it; false when the record has ended before it.</summary>
    private bool ReadField(int number, out string field)
    {
        field = "";
        if (_recordEnded)
        {
            _recordEnded = false;
            return false;
        }

        _field.Clear();
        bool quoted = _text.Peek() == '"';
        if (quoted) ReadQuoted(number);
        while (true)
        {
            int c = _text.Read();
            if (c == '\r' && _text.Peek() == '\n') c = _text.Read();
            if (c is ',' or '\n' or '\r' or < 0)
            {
                if (c is '\n' or '\r') _nextLine++;
                _recordEnded = c != ',';
                field = _field.ToString();
                return true;
            }

            if (quoted || c == '"') throw Fail(number, "text stands beside a quoted value, or a quote inside an unquoted one");
            _field.Append((char)c);
        }
    }

    private void ReadQuoted(int number)
    {
        _text.Read();
        while (true)
        {
            int c = _text.Read();
            if (c < 0) throw Fail(number, "a quoted value is not closed");
            if (c == '"')
            {
                if (_text.Peek() != '"') return;
                _text.Read();
            }
            else if (c == '\n')
            {
                _nextLine++;
            }

            _field.Append((char)c);
        }
    }

    private FileFormatException Fail(int number, string what) => new(_file, $"line {_nextLine}, field {number}: {what}.");
}
