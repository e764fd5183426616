MERGE INTO [dbo].[Country] AS Target
USING (VALUES
    ('DE', N'Germany', '+49', 1, 19.00),
    ('FR', N'France', '+33', 1, 20.00),
    ('GB', N'United Kingdom', '+44', 0, 20.00),
    ('US', N'United States', '+1', 0, 0.00)
) AS Source ([CountryCode], [Name], [DialCode], [IsEu], [VatRate])
    ON Target.[CountryCode] = Source.[CountryCode]
WHEN MATCHED THEN
    UPDATE SET [Name] = Source.[Name], [DialCode] = Source.[DialCode], [IsEu] = Source.[IsEu], [VatRate] = Source.[VatRate]
WHEN NOT MATCHED BY TARGET THEN
    INSERT ([CountryCode], [Name], [DialCode], [IsEu], [VatRate])
    VALUES ([CountryCode], [Name], [DialCode], [IsEu], [VatRate]);
GO
