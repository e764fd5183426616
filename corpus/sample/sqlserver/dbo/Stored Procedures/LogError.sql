CREATE PROCEDURE [dbo].[LogError]
    @ErrorLogId BIGINT = 0 OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    SET @ErrorLogId = 0;
    IF ERROR_NUMBER() IS NULL
        RETURN 0;
    INSERT INTO dbo.ErrorLog (ErrorNumber, ErrorSeverity, ErrorProcedure, ErrorLine, ErrorMessage)
    VALUES (ERROR_NUMBER(), ERROR_SEVERITY(), ERROR_PROCEDURE(), ERROR_LINE(), ERROR_MESSAGE());
    SET @ErrorLogId = SCOPE_IDENTITY();
    RETURN 1;
END;
