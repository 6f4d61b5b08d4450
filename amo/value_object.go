package amo

import "encoding/json"

// LegalEntity is a value of legal_entity: the particulars of a firm.
type LegalEntity struct {
	Source `json:"-"`

	Value LegalDetails `json:"value"`
}

func (v LegalEntity) written() ([]byte, error) { return v.MarshalJSON() }

// LegalDetails are the particulars of a firm or person. Name is required.
type LegalDetails struct {
	Source `json:"-"`

	Name                      string `json:"name,omitzero"`
	EntityType                int64  `json:"entity_type,omitzero"` // 1 a private person, 2 a firm
	VATID                     string `json:"vat_id,omitzero"`
	TaxRegistrationReasonCode string `json:"tax_registration_reason_code,omitzero"`
	Address                   string `json:"address,omitzero"`
	RealAddress               string `json:"real_address,omitzero"`
	BankAccountNumber         string `json:"bank_account_number,omitzero"`
	Director                  string `json:"director,omitzero"`
	KPP                       string `json:"kpp,omitzero"`
	BankCode                  string `json:"bank_code,omitzero"`
	UNP                       string `json:"unp,omitzero"`
	BIN                       string `json:"bin,omitzero"`
	EGRPOU                    string `json:"egrpou,omitzero"`
	MFO                       string `json:"mfo,omitzero"`  // Uzbek: the bank's branch
	OKED                      string `json:"oked,omitzero"` // Uzbek: the kind of activity
	ExternalUID               string `json:"external_uid,omitzero"`
}

// InvoiceItem is a value of items: one line of an invoice (catalogs only).
type InvoiceItem struct {
	Source `json:"-"`

	Value ItemDetails `json:"value"`
}

// ItemDetails is a line of an invoice. The server computes TotalSum and the
// two flags before it; they are never written.
type ItemDetails struct {
	Source `json:"-"`

	SKU                    string          `json:"sku,omitzero"`
	Description            string          `json:"description,omitzero"`
	UnitPrice              json.Number     `json:"unit_price,omitzero"`
	Quantity               json.Number     `json:"quantity,omitzero"`
	UnitType               string          `json:"unit_type,omitzero"`
	Discount               Discount        `json:"discount,omitzero"`
	VATRateID              int64           `json:"vat_rate_id,omitzero"`
	VATRateValue           json.Number     `json:"vat_rate_value,omitzero"`
	ExternalUID            string          `json:"external_uid,omitzero"`
	ProductID              int64           `json:"product_id,omitzero"`
	BonusPointsPerPurchase json.Number     `json:"bonus_points_per_purchase,omitzero"`
	Metadata               json.RawMessage `json:"metadata,omitzero"`
	IsDiscountRecalculated bool            `json:"is_discount_recalculated,omitzero"`
	IsTotalSumRecalculated bool            `json:"is_total_sum_recalculated,omitzero"`
	TotalSum               json.Number     `json:"total_sum,omitzero"`
}

// Discount is what is taken off a line.
type Discount struct {
	Source `json:"-"`

	Type  string      `json:"type,omitzero"` // percentage or amount
	Value json.Number `json:"value,omitzero"`
}

func (v InvoiceItem) written() ([]byte, error) {
	line := v.Value
	line.IsDiscountRecalculated, line.IsTotalSumRecalculated, line.TotalSum = false, false, ""
	var err error
	line.Source, err = line.without("is_discount_recalculated", "is_total_sum_recalculated", "total_sum")
	if err != nil {
		return nil, err
	}
	return InvoiceItem{Value: line}.MarshalJSON()
}

// LinkedEntity is a value of linked_entity (catalogs only).
type LinkedEntity struct {
	Source `json:"-"`

	Value LinkedDetails `json:"value"`
}

func (v LinkedEntity) written() ([]byte, error) { return v.MarshalJSON() }

// LinkedDetails names the entity a field points to.
type LinkedDetails struct {
	Source `json:"-"`

	Name       string `json:"name,omitzero"`
	EntityID   int64  `json:"entity_id,omitzero"`
	EntityType string `json:"entity_type,omitzero"` // contacts, companies, catalog_elements
	CatalogID  *int64 `json:"catalog_id,omitzero"`  // of a catalog element
}

// ChainedItem is a value of chained_list, which has up to five.
type ChainedItem struct {
	Source `json:"-"`

	CatalogID        int64 `json:"catalog_id"`
	CatalogElementID int64 `json:"catalog_element_id"`
}

func (v ChainedItem) written() ([]byte, error) { return v.MarshalJSON() }

// File is a value of file. The file itself is uploaded by the files API first.
type File struct {
	Source `json:"-"`

	Value FileDetails `json:"value"`
}

// FileDetails names an uploaded file.
type FileDetails struct {
	Source `json:"-"`

	FileUUID    string `json:"file_uuid,omitzero"`
	VersionUUID string `json:"version_uuid,omitzero"`
	FileName    string `json:"file_name,omitzero"`
	FileSize    int64  `json:"file_size,omitzero"` // bytes
	IsDeleted   bool   `json:"is_deleted,omitzero"`
}

func (v File) written() ([]byte, error) {
	kept := v.Value
	kept.IsDeleted = false
	var err error
	if kept.Source, err = kept.without("is_deleted"); err != nil {
		return nil, err
	}
	return File{Value: kept}.MarshalJSON()
}

// Payer is a value of payer (invoices only).
type Payer struct {
	Source `json:"-"`

	Value PayerDetails `json:"value"`
}

func (v Payer) written() ([]byte, error) { return v.MarshalJSON() }

// PayerDetails is who pays: either particulars as in LegalDetails with a Type,
// or a contact or company by EntityID.
type PayerDetails struct {
	Source `json:"-"`

	Name                      string `json:"name,omitzero"`
	Type                      string `json:"type,omitzero"`        // legal or individual
	EntityType                string `json:"entity_type,omitzero"` // contacts, companies
	EntityID                  int64  `json:"entity_id,omitzero"`
	Address                   string `json:"address,omitzero"`
	VATID                     string `json:"vat_id,omitzero"`
	TaxRegistrationReasonCode string `json:"tax_registration_reason_code,omitzero"`
	KPP                       string `json:"kpp,omitzero"`
	BankCode                  string `json:"bank_code,omitzero"`
	BankAccountNumber         string `json:"bank_account_number,omitzero"`
	MFO                       string `json:"mfo,omitzero"`
	OKED                      string `json:"oked,omitzero"`
	ExternalUID               string `json:"external_uid,omitzero"`
}

// Supplier is a value of supplier (invoices only).
type Supplier struct {
	Source `json:"-"`

	Value SupplierDetails `json:"value"`
}

func (v Supplier) written() ([]byte, error) { return v.MarshalJSON() }

// SupplierDetails names the catalog element that stands for the seller.
type SupplierDetails struct {
	Source `json:"-"`

	EntityID int64 `json:"entity_id,omitzero"`
}
