from django.urls import path

from edusum.orgs import unit_views, views

app_name = "orgs"
urlpatterns = [
    path("rail/", views.rail_counts, name="rail_counts"),
    path("bureau/", views.bureau_edit, name="bureau_edit"),
    path("departments/", views.department_list, name="department_list"),
    path("departments/create/", views.department_create, name="department_create"),
    path("departments/<int:pk>/", views.department_edit, name="department_edit"),
    path("accounts/", views.account_list, name="account_list"),
    path("accounts/create/", views.account_create, name="account_create"),
    path("accounts/<int:pk>/", views.account_edit, name="account_edit"),
    path("accounts/<int:pk>/reset/", views.account_reset, name="account_reset"),
    path("accounts/<int:pk>/deactivate/", views.account_deactivate, name="account_deactivate"),
    path("accounts/<int:pk>/activate/", views.account_activate, name="account_activate"),
    path("units/", unit_views.unit_list, name="unit_list"),
    path("units/create/", unit_views.unit_create, name="unit_create"),
    path("units/paste/", unit_views.unit_paste, name="unit_paste"),
    path("units/<int:pk>/", unit_views.unit_edit, name="unit_edit"),
    path("units/<int:pk>/delete/", unit_views.unit_delete, name="unit_delete"),
]
