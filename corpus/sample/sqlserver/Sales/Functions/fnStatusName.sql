CREATE FUNCTION [Sales].[fnStatusName] (@StatusCode TINYINT)
RETURNS VARCHAR (10)
AS
BEGIN
    RETURN CHOOSE(@StatusCode, 'New', 'Picked', 'Shipped', 'Invoiced', 'Paid', 'Cancelled');
END;
