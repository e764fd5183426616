-- Installs the sample schema in SQL*Plus; Crosswalk reads the folder itself.
WHENEVER SQLERROR EXIT FAILURE
@@sequences/sequences.sql
@@tables/01_organisation.sql
@@tables/02_catalogue.sql
@@tables/03_stock.sql
@@tables/04_sales.sql
@@tables/05_accounts.sql
@@views/views.sql
@@packages/settings.pks
@@packages/settings.pkb
@@packages/audit_api.sql
@@packages/stock_api.sql
@@packages/pricing.sql
@@packages/order_api.sql
@@packages/billing.sql
@@packages/reports.sql
@@packages/hr_api.sql
@@routines/routines.sql
@@triggers/triggers.sql
@@data/reference.sql
GRANT SELECT ON open_orders TO app_reader;
GRANT EXECUTE ON order_api TO app_clerk;
EXIT
