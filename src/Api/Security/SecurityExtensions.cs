using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Security;

/// <summary>Who may come in.</summary>
static class SecurityExtensions
{
    const string Either = "KeyOrToken";

    /// <summary>
    /// Keys and, where an issuer is configured, tokens. Every endpoint says which permission it asks for; one that says nothing is closed to everybody.
    /// </summary>
    public static WebApplicationBuilder AddSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeyOptions>, KeyOptionsValidator>();
        services.AddOptions<OidcOptions>().BindConfiguration(OidcOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddSingleton<Visible>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyUsage>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUsage>());

        var hasIssuer = !string.IsNullOrEmpty(builder.Configuration[$"{OidcOptions.Section}:{nameof(OidcOptions.Authority)}"]);
        var authentication = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, either =>
            {
                either.ForwardDefaultSelector = context =>
                    hasIssuer && Credentials.Find(context.Request) is { } text && Credentials.IsToken(text) ? Tokens.SchemeName : ApiKeyAuthentication.SchemeName;
                either.ForwardChallenge = either.ForwardForbid = ApiKeyAuthentication.SchemeName;
            })
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        if (hasIssuer)
        {
            services.AddSingleton<IConfigureOptions<JwtBearerOptions>, Tokens>();
            authentication.AddJwtBearer(Tokens.SchemeName, null, _ => { });
        }

        services.AddAuthorizationBuilder().SetFallbackPolicy(EndpointPermissions.Closed);
        return builder;
    }
}
