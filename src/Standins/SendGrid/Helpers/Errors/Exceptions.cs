namespace SendGrid.Helpers.Errors.Model;

/// <summary>The API refused the request (4xx). The message is JSON with status, reason and the API's words.</summary>
public class RequestErrorException(string message) : Exception(message);

/// <summary>The API failed (5xx). The message is JSON with status, reason and the API's words.</summary>
public class SendGridInternalException(string message) : Exception(message);

/// <summary>400, or a status that is neither success nor error.</summary>
public class BadRequestException(string message) : RequestErrorException(message);

/// <summary>401: the key is wrong.</summary>
public class UnauthorizedException(string message) : RequestErrorException(message);

/// <summary>403: the key may not do this.</summary>
public class ForbiddenException(string message) : RequestErrorException(message);

/// <summary>404.</summary>
public class NotFoundException(string message) : RequestErrorException(message);

/// <summary>405.</summary>
public class MethodNotAllowedException(string message) : RequestErrorException(message);

/// <summary>413: the mail is too large.</summary>
public class PayloadTooLargeException(string message) : RequestErrorException(message);

/// <summary>415: the body is not JSON.</summary>
public class UnsupportedMediaTypeException(string message) : RequestErrorException(message);

/// <summary>429: the rate limit is reached.</summary>
public class TooManyRequestsException(string message) : RequestErrorException(message);

/// <summary>500.</summary>
public class ServerUnavailableException(string message) : SendGridInternalException(message);

/// <summary>503.</summary>
public class ServiceNotAvailableException(string message) : SendGridInternalException(message);
